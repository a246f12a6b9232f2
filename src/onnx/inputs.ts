// Graph inputs with static shapes: dynamic dimensions are bound by name, and those that are not are reported all at once.
import { fail } from '../diagnostics/diagnostic.ts';
import type { Value } from '../ir/graph.ts';
import { toSafeInteger } from './decode.ts';
import type { DimensionProto, ValueInfoProto } from './schema.ts';
import { dtypeOf, narrowBits, shapeFrom } from './tensor-data.ts';

export interface InputOptions {
  readonly file: string;
  readonly dims: ReadonlyMap<string, number>;
}

const MOST_NOTES = 20;

interface OpenDimension {
  readonly name: string;
  readonly input: string;
  readonly axis: number;
}

/** Throws QT1006 (not a tensor), QT1009 (dynamic dimensions), QT1013 (a binding that no dimension has). */
export function resolveInputs(inputs: readonly ValueInfoProto[], options: InputOptions): Value[] {
  const open: OpenDimension[] = [];
  const names = new Set<string>();
  const values = inputs.map((input) => resolveInput(input, { ...options, open, names }));
  if (open.length > 0) {
    const notes = open.map((d) => `input '${d.input}', axis ${d.axis}: --dim ${d.name}=SIZE`);
    fail('QT1009', `${open.length} dimensions of the inputs are not static`, { where: { file: options.file }, notes: notes.slice(0, MOST_NOTES) });
  }
  const stray = [...options.dims.keys()].find((name) => !names.has(name));
  if (stray !== undefined) fail('QT1013', `no input has a dynamic dimension '${stray}'; there are: ${[...names].join(', ') || 'none'}`, { where: { file: options.file } });
  return values;
}

type Context = InputOptions & { readonly open: OpenDimension[]; readonly names: Set<string> };

function resolveInput(input: ValueInfoProto, context: Context): Value {
  const type = input.type?.tensorType;
  const where = { file: context.file, value: input.name };
  if (!type) return fail('QT1006', `input '${input.name}' is not a tensor`, { where });
  if (!type.shape) return fail('QT1009', `input '${input.name}' has no shape, not even a rank`, { where, remedy: 'export the model with input shapes' });
  const dims = type.shape.dim.map((dim, axis) => resolveDimension(dim, { input: input.name, axis, context }));
  return { id: input.name, dtype: dtypeOf(type.elemType, `input '${input.name}'`, context.file), ...narrowBits(type.elemType), shape: shapeFrom(dims, `input '${input.name}'`, context.file) };
}

function resolveDimension(dim: DimensionProto, place: { input: string; axis: number; context: Context }): number {
  const { input, axis, context } = place;
  const size = dim.dimParam === '' && dim.dimValue !== null ? toSafeInteger(dim.dimValue, `a dimension of input '${input}'`, context.file) : 0;
  if (size > 0) return size;
  const name = dim.dimParam === '' ? `${input}_${axis}` : dim.dimParam;
  context.names.add(name);
  const bound = context.dims.get(name);
  if (bound !== undefined) return bound >= 1 ? bound : fail('QT1009', `dimension '${name}' of input '${input}' is bound to ${bound}; sizes are 1 and more`, { where: { file: context.file, value: input } });
  context.open.push({ name, input, axis });
  return 1;
}
