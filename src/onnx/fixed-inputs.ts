// Inputs of the model that the caller fixes: shapes, axes, sampling rates and switches that never change in a firmware. They become constants,
// so that whatever is computed from them folds, and their values may decide shapes. Knows nothing of files or command lines.
import { fail } from '../diagnostics/diagnostic.ts';
import { type DType, makeData } from '../ir/dtype.ts';
import { type Shape, type Tensor, elementCount, makeTensor } from '../ir/tensor.ts';
import { toSafeInteger } from './decode.ts';
import type { ValueInfoProto } from './schema.ts';
import { dtypeOf, shapeFrom } from './tensor-data.ts';

/** Elements in row-major order; `shape` where the value has one of its own, else the declared one, or [length] where that is dynamic. */
export interface FixedValue {
  readonly values: readonly (number | bigint)[];
  readonly shape: Shape | null;
}

export type FixedInputs = ReadonlyMap<string, FixedValue>;

/** The declared shape; null where a dimension is dynamic or the rank unknown. */
function declaredShape(input: ValueInfoProto, file: string): number[] | null {
  const dims = input.type?.tensorType?.shape?.dim;
  if (dims === undefined || dims.some((d) => d.dimParam !== '' || d.dimValue === null)) return null;
  return shapeFrom(dims.map((d) => toSafeInteger(d.dimValue ?? 0, `a dimension of input '${input.name}'`, file)), `input '${input.name}'`, file);
}

function elements(dtype: DType, values: readonly (number | bigint)[], name: string, file: string): Tensor['data'] {
  const data = makeData(dtype, values.length);
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) values.forEach((v, i) => (data[i] = typeof v === 'bigint' ? v : BigInt(Math.trunc(v))));
  else values.forEach((v, i) => (data[i] = Number(v)));
  const changed = dtype === 'f32' ? -1 : values.findIndex((v, i) => Number(data[i]) !== Number(v));
  return changed < 0 ? data : fail('QT1014', `input '${name}' has element type ${dtype}, which cannot hold ${values[changed]}`, { where: { file, value: name } });
}

function fixedTensor(input: ValueInfoProto, { values, shape }: FixedValue, file: string): Tensor {
  const where = { file, value: input.name };
  const type = input.type?.tensorType;
  if (!type) return fail('QT1006', `input '${input.name}' is not a tensor`, { where });
  const dtype = dtypeOf(type.elemType, `input '${input.name}'`, file);
  const declared = declaredShape(input, file);
  const own = shape ?? declared ?? [values.length];
  if (elementCount(own) !== values.length) return fail('QT1014', `input '${input.name}' of shape [${own.join(',')}] is fixed to ${values.length} values`, { where });
  if (declared !== null && shape !== null && declared.join() !== shape.join()) return fail('QT1014', `input '${input.name}' has shape [${declared.join(',')}], the value it is fixed to [${shape.join(',')}]`, { where });
  return makeTensor(dtype, own, elements(dtype, values, input.name, file));
}

/** Splits inputs into those that stay and the constants that take the others' place. Throws QT1014. */
export function fixInputs(inputs: readonly ValueInfoProto[], fixed: FixedInputs, file: string): { readonly open: readonly ValueInfoProto[]; readonly constants: ReadonlyMap<string, Tensor> } {
  const names = inputs.map((i) => i.name);
  const stray = [...fixed.keys()].find((name) => !names.includes(name));
  if (stray !== undefined) fail('QT1014', `the model has no input '${stray}'; there are: ${names.join(', ') || 'none'}`, { where: { file } });
  const constants = new Map(inputs.flatMap((input): [string, Tensor][] => {
    const value = fixed.get(input.name);
    return value === undefined ? [] : [[input.name, fixedTensor(input, value, file)]];
  }));
  return { open: inputs.filter((i) => !constants.has(i.name)), constants };
}
