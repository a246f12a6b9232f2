// What operators of quantized dialects (QLinear..., com.microsoft) are written as: DequantizeLinear before a float operator and QuantizeLinear behind it. Scales and
// zero points are handed on as they are; the records of those two check them. Biases lie on the grid of the product.
import type { AttrValue, Attrs } from '../../ir/graph.ts';
import type { ExpandContext } from '../op-def.ts';
import { requiredInput } from './attributes.ts';
import { typeNumber } from './element-type.ts';
import { floatScalar, intList } from './writer.ts';

/** Indices of a stored operand, its scale and its zero point among the inputs. */
export type Triple = readonly [value: number, scale: number, zeroPoint: number];

function idOf(ctx: ExpandContext, index: number): string | null {
  return ctx.inputIds[index] ?? null;
}

function required(ctx: ExpandContext, index: number): string {
  return idOf(ctx, index) ?? ctx.reject(`input ${index} is missing`);
}

/** Scales and zero points of slices as lists: a matrix operator may state them as a row or column. */
function listed(ctx: ExpandContext, index: number): string | null {
  const type = ctx.inputs[index];
  if (!type || type.shape.length < 2) return idOf(ctx, index);
  return ctx.node('Reshape', {}, [required(ctx, index), intList(ctx, -1)]);
}

/** The real numbers of a stored operand; slices along `axis` where it has a scale for each. */
export function real(ctx: ExpandContext, [value, scale, zeroPoint]: Triple, axis = 0): string {
  return ctx.node('DequantizeLinear', { axis }, [required(ctx, value), listed(ctx, scale), listed(ctx, zeroPoint)]);
}

/** Stores `x` as the node's output; as the type of its first input where no zero point says which. */
export function store(ctx: ExpandContext, x: string, scale: number, zeroPoint: number): void {
  const named = ctx.inputs[zeroPoint] ? {} : { output_dtype: typeNumber(requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx)).dtype === 'u8' ? 'u8' : 'i8') };
  ctx.node('QuantizeLinear', named, [x, listed(ctx, scale), listed(ctx, zeroPoint)], { output: ctx.outputIds[0] });
}

/** An int32 bias at scale(a) * scale(b) * factor; null where the optional input is absent. */
export function realBias(ctx: ExpandContext, bias: number, scales: readonly [number, number], factor = 1): string | null {
  const id = idOf(ctx, bias);
  if (id === null) return null;
  const product = ctx.node('Mul', {}, scales.map((s) => listed(ctx, s)));
  const scaled = factor === 1 ? product : ctx.node('Mul', {}, [product, floatScalar(ctx, factor)]);
  return ctx.node('DequantizeLinear', { axis: -1 }, [id, scaled]);
}

/** The attributes that a node has of those named. */
export function attributes({ raw }: ExpandContext, names: readonly string[]): Attrs {
  return Object.fromEntries(names.flatMap((name): [string, AttrValue][] => (Object.hasOwn(raw, name) ? [[name, raw[name] ?? null]] : [])));
}

/** A computation on pixels as on planes where the node says that channels are last: transposed before and behind. */
export function onPlanes(ctx: ExpandContext, x: string, work: (planes: string) => string): string {
  const rank = requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx)).shape.length;
  if (ctx.raw['channels_last'] !== 1 || rank < 3) return work(x);
  const spatial = Array.from({ length: rank - 2 }, (_, i) => i);
  const planes = ctx.node('Transpose', { perm: [0, rank - 1, ...spatial.map((i) => i + 1)] }, [x]);
  return ctx.node('Transpose', { perm: [0, ...spatial.map((i) => i + 2), 1] }, [work(planes)]);
}
