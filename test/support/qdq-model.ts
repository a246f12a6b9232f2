// Small ONNX models with QuantizeLinear and DequantizeLinear, as bytes: typed initializers, nodes, inputs and outputs. Both Quantune and ONNX Runtime read them.
import { MODEL_PROTO } from '../../src/onnx/schema.ts';
import { randomFloats } from './graph-builder.ts';

export type Stored = 'f32' | 'i8' | 'u8' | 'i16' | 'u16' | 'i32' | 'i64';

const TYPES: Readonly<Record<Stored, number>> = { f32: 1, u8: 2, i8: 3, u16: 4, i16: 5, i32: 6, i64: 7 };

export interface Grid {
  readonly scale: number | readonly number[];
  readonly zero?: number;
  readonly dtype?: 'i8' | 'u8' | 'i16' | 'u16';
  readonly axis?: number;
}

function dataOf(dtype: Stored, values: readonly number[]): ArrayBufferView {
  switch (dtype) {
    case 'f32': return Float32Array.from(values);
    case 'i8': return Int8Array.from(values);
    case 'u8': return Uint8Array.from(values);
    case 'i16': return Int16Array.from(values);
    case 'u16': return Uint16Array.from(values);
    case 'i32': return Int32Array.from(values);
    case 'i64': return BigInt64Array.from(values, BigInt);
  }
}

function attribute(name: string, value: number | string | readonly number[]): object {
  if (typeof value === 'string') return { name, s: new TextEncoder().encode(value), type: 3 };
  if (typeof value !== 'number') return { name, ints: value, type: 7 };
  return ['alpha', 'beta'].includes(name) ? { name, f: value, type: 1 } : { name, i: value, type: 2 };
}

/** Deterministic int8 numbers in [-128, 127]. */
export function int8s(count: number, seed: number): number[] {
  return Array.from(randomFloats(count, seed), (v) => Math.max(-128, Math.min(127, Math.round(v * 128))));
}

export class QdqModel {
  readonly #nodes: object[] = [];
  readonly #initializers: object[] = [];
  readonly #inputs: object[] = [];

  input(name: string, shape: readonly number[], dtype: Stored = 'f32'): string {
    this.#inputs.push(valueInfo(name, dtype, shape));
    return name;
  }

  constant(dtype: Stored, shape: readonly number[], values: readonly number[], name = `c${this.#initializers.length}`): string {
    const data = dataOf(dtype, values);
    this.#initializers.push({ name, dims: shape, dataType: TYPES[dtype], rawData: new Uint8Array(data.buffer, data.byteOffset, data.byteLength) });
    return name;
  }

  /** The domain stands before the last point of the operator's name. */
  node(op: string, input: readonly string[], attrs: Readonly<Record<string, number | string | readonly number[]>> = {}, output = `v${this.#nodes.length}`): string {
    const [, domain = '', opType = op] = /^(?:(.*)\.)?(\w+)$/.exec(op) ?? [];
    this.#nodes.push({ opType, domain, name: `${opType}_${this.#nodes.length}`, input, output: [output], attribute: Object.entries(attrs).map(([name, value]) => attribute(name, value)) });
    return output;
  }

  /** A node of several outputs. */
  nodes(opType: string, input: readonly string[], output: readonly string[]): void {
    this.#nodes.push({ opType, name: `${opType}_${this.#nodes.length}`, input, output });
  }

  /** Scale and zero point as constants. */
  grid({ scale, zero = 0, dtype = 'i8' }: Grid, stored: Stored = dtype): [string, string] {
    const scales = typeof scale === 'number' ? [scale] : scale;
    const shape = typeof scale === 'number' ? [] : [scale.length];
    return [this.constant('f32', shape, scales), this.constant(stored, shape, scales.map(() => zero))];
  }

  quantize(x: string, grid: Grid, output?: string): string {
    return this.node('QuantizeLinear', [x, ...this.grid(grid)], {}, output);
  }

  dequantize(x: string, grid: Grid, output?: string): string {
    return this.node('DequantizeLinear', [x, ...this.grid(grid)], grid.axis === undefined ? {} : { axis: grid.axis }, output);
  }

  /** A QuantizeLinear and the DequantizeLinear behind it. */
  both(x: string, grid: Grid, output?: string): string {
    return this.dequantize(this.quantize(x, grid), grid, output);
  }

  weights(shape: readonly number[], grid: Grid, values: readonly number[] = int8s(shape.reduce((p, d) => p * d, 1), 3)): string {
    return this.dequantize(this.constant(grid.dtype ?? 'i8', shape, values), grid);
  }

  bias(scale: number | readonly number[], values: readonly number[]): string {
    const q = this.constant('i32', [values.length], values);
    return this.node('DequantizeLinear', [q, ...this.grid({ scale }, 'i32')], typeof scale === 'number' ? {} : { axis: 0 });
  }

  bytes(outputs: Readonly<Record<string, Stored>>, opset = 13): Uint8Array {
    const graph = { name: 'g', node: this.#nodes, initializer: this.#initializers, input: this.#inputs, output: Object.entries(outputs).map(([name, dtype]) => valueInfo(name, dtype)) };
    return MODEL_PROTO.encode(MODEL_PROTO.fromObject({ irVersion: 8, opsetImport: [{ domain: '', version: opset }, { domain: 'com.microsoft', version: 1 }], graph })).finish();
  }
}

function valueInfo(name: string, dtype: Stored, shape?: readonly number[]): object {
  return { name, type: { tensorType: { elemType: TYPES[dtype], ...(shape ? { shape: { dim: shape.map((dimValue) => ({ dimValue })) } } : {}) } } };
}
