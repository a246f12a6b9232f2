// A serialized ONNX model of one node, for comparing an operator's reference with ONNX Runtime.
import type { DType } from '../../src/ir/dtype.ts';
import type { AttrValue } from '../../src/ir/graph.ts';
import type { Tensor } from '../../src/ir/tensor.ts';
import { MODEL_PROTO } from '../../src/onnx/schema.ts';
import type { Argument, Options } from './op-case.ts';

const ELEMENT_TYPES: Partial<Record<DType, number>> = { f32: 1, u8: 2, i8: 3, i32: 6, i64: 7, bool: 9, f64: 11 };

function attribute(name: string, value: AttrValue): object {
  if (typeof value === 'string') return { name, s: new TextEncoder().encode(value), type: 3 };
  if (Array.isArray(value)) return { name, ints: value, type: 7 };
  const isFloat = ['alpha', 'beta', 'epsilon', 'value', 'ratio', 'cubic_coeff_a', 'extrapolation_value', 'spatial_scale'].includes(name) || (['min', 'max'].includes(name)) || !Number.isInteger(value);
  return isFloat ? { name, f: value, type: 1 } : { name, i: value, type: 2 };
}

function initializer(name: string, { dtype, shape, data }: Tensor): object {
  return { name, dims: shape, dataType: ELEMENT_TYPES[dtype], rawData: new Uint8Array(data.buffer, data.byteOffset, data.byteLength) };
}

function valueInfo(name: string, dtype: DType, shape?: readonly number[]): object {
  return { name, type: { tensorType: { elemType: ELEMENT_TYPES[dtype], ...(shape ? { shape: { dim: shape.map((dimValue) => ({ dimValue })) } } : {}) } } };
}

/** `y = op(x0, x1, ...)`; constants are initializers. */
export function singleNodeModel(op: string, args: readonly (Argument | null)[], options: Options, output: DType): Uint8Array {
  const named = args.flatMap((a, i) => (a ? [{ ...a, name: `x${i}` }] : []));
  const node = { opType: op, input: args.map((a, i) => (a ? `x${i}` : '')), output: ['y'], attribute: Object.entries(options.attrs ?? {}).map(([name, value]) => attribute(name, value)) };
  const graph = {
    node: [node], name: op, output: [valueInfo('y', output)],
    initializer: named.filter((a) => a.constant).map((a) => initializer(a.name, a.tensor)),
    input: named.filter((a) => !a.constant).map((a) => valueInfo(a.name, a.tensor.dtype, a.tensor.shape)),
  };
  return MODEL_PROTO.encode(MODEL_PROTO.fromObject({ irVersion: 8, opsetImport: [{ domain: '', version: options.opset ?? 13 }], graph })).finish();
}
