// Geometry of scales in memory (runtime-c/include/qn_slices.h) from axis and block size: what the two operators QuantizeSlices and DequantizeSlices carry.
import { elementCount } from '../../ir/tensor.ts';
import type { LowerContext, ParseContext, ValueType } from '../op-def.ts';
import { runOf } from './axis-run.ts';
import { axisOf } from './quantization.ts';
import { intAttr, requiredInput } from './attributes.ts';

export type Slices = { readonly outer: number; readonly slices: number; readonly inner: number; readonly block: number };

/** Of a node with `axis` and `block_size` whose input 1 are the scales. */
export function slicesOf(ctx: Pick<ParseContext, 'raw' | 'inputs' | 'reject'>): Slices {
  const reject = ctx.reject.bind(ctx);
  const x = requiredInput(ctx.inputs, 0, reject);
  const scale = requiredInput(ctx.inputs, 1, reject);
  const zero = ctx.inputs[2];
  if (scale.dtype !== 'f32') return reject(`its scales are ${scale.dtype}`);
  if (zero && elementCount(zero.shape) !== elementCount(scale.shape)) return reject(`it has ${elementCount(scale.shape)} scales and ${elementCount(zero.shape)} zero points`);
  const { axis } = axisOf(ctx, x, elementCount(scale.shape));
  if (axis === null) return { outer: 1, slices: 1, inner: elementCount(x.shape), block: 0 };
  const { outer, count: slices, inner } = runOf(x.shape, [axis]);
  return { outer, slices, inner, block: intAttr(ctx, 'block_size', 0) };
}

/** Reads back what slicesOf made. */
export function parseSlices({ raw }: Pick<ParseContext, 'raw'>): Slices {
  const [outer = 1, slices = 1, inner = 1, block = 0] = ['outer', 'slices', 'inner', 'block'].map((name) => Number(raw[name]));
  return { outer, slices, inner, block };
}

const SUFFIX: Readonly<Partial<Record<ValueType['dtype'], string>>> = { i8: 's8', u8: 'u8', i16: 's16', u16: 'u16', i32: 's32' };

/** How kernels name an element type. */
export function suffixOf(ctx: Pick<LowerContext<unknown>, 'reject'>, dtype: ValueType['dtype']): string {
  return SUFFIX[dtype] ?? ctx.reject(`element type ${dtype} is not supported at run time`);
}
