// DepthToSpace and SpaceToDepth: blocks of pixels and groups of channels, exchanged by one strided copy of six dimensions. The four axes of the image
// may stand in any order, so that both operators commute with transpositions.
import { coordinatesOf, elementCount, makeTensor, stridesOf } from '../../ir/tensor.ts';
import type { InferContext, LowerContext, ParseContext, ReferenceContext, ValueType } from '../op-def.ts';
import { intAttr, requiredInput } from './attributes.ts';
import { moveElements } from './movement.ts';
import { makeData } from '../../ir/dtype.ts';
import { invariant } from '../../diagnostics/diagnostic.ts';

export type DepthSpaceAttrs = {
  readonly block: number;
  /** Whether the block's position is the outer part of the channel index (DCR) or the inner one (CRD). */
  readonly blocksFirst: boolean;
  /** Which axes are batch, channels, rows and columns. */
  readonly axes: readonly number[];
};

export function parseDepthSpace(ctx: ParseContext, blocksFirst: boolean): DepthSpaceAttrs {
  const { shape } = requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx));
  const block = intAttr(ctx, 'blocksize', 0);
  if (shape.length !== 4) return ctx.reject(`input has shape [${shape.join(',')}]; four dimensions are expected`);
  return block >= 1 ? { block, blocksFirst, axes: [0, 1, 2, 3] } : ctx.reject(`attribute 'blocksize' is ${block}; it must be positive`);
}

export function permuteDepthSpace(attrs: DepthSpaceAttrs, perm: readonly number[]): DepthSpaceAttrs {
  return { ...attrs, axes: attrs.axes.map((axis) => perm.indexOf(axis)) };
}

/** Shape with channels multiplied by `channels`, rows and columns by `pixels`; rejects where they do not divide. */
export function inferDepthSpace(ctx: InferContext<DepthSpaceAttrs>, { channels, pixels }: { channels: number; pixels: number }): ValueType[] {
  const x = requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx));
  const [, c, h, w] = ctx.attrs.axes;
  const shape = x.shape.map((d, i) => (i === c ? d * channels : i === h || i === w ? d * pixels : d));
  if (shape.some((d) => Math.abs(d - Math.round(d)) > 1e-9)) return ctx.reject(`[${x.shape.join(',')}] cannot be cut into blocks of ${ctx.attrs.block}`);
  return [{ dtype: x.dtype, shape: shape.map(Math.round) }];
}

interface Blocks {
  /** Batch, block row, block column, channel, row, column. */
  readonly shape: readonly number[];
  readonly deep: readonly number[];
  readonly wide: readonly number[];
}

/** The six dimensions, with strides on the side that has more channels and on the side that has more pixels. */
function blocksOf(attrs: DepthSpaceAttrs, deep: readonly number[], wide: readonly number[]): Blocks {
  const at = (list: readonly number[], i: number): number => list[attrs.axes[i] ?? 0] ?? 1;
  const [d, w] = [stridesOf(deep), stridesOf(wide)];
  const { block } = attrs;
  const channels = at(wide, 1);
  const step = at(d, 1);
  const [row, column, channel] = attrs.blocksFirst ? [block * channels * step, channels * step, step] : [block * step, step, block * block * step];
  return {
    shape: [at(deep, 0), block, block, channels, at(deep, 2), at(deep, 3)],
    deep: [at(d, 0), row, column, channel, at(d, 2), at(d, 3)],
    wide: [at(w, 0), at(w, 2), at(w, 3), at(w, 1), block * at(w, 2), block * at(w, 3)],
  };
}

/** In the order in which the written side is dense, so that the innermost loop writes neighbours. */
function byStride(shape: readonly number[], from: readonly number[], to: readonly number[]): { shape: number[]; from: number[]; to: number[] } {
  const order = [...shape.keys()].sort((a, b) => (to[b] ?? 0) - (to[a] ?? 0));
  const sorted = (list: readonly number[]): number[] => order.map((i) => list[i] ?? 1);
  return { shape: sorted(shape), from: sorted(from), to: sorted(to) };
}

export function lowerDepthSpace(ctx: LowerContext<DepthSpaceAttrs>, toSpace: boolean): void {
  const [x] = ctx.inputs;
  const [y] = ctx.outputs;
  invariant(!!x && !!y, 'an image is needed');
  const { shape, deep, wide } = toSpace ? blocksOf(ctx.attrs, x.shape, y.shape) : blocksOf(ctx.attrs, y.shape, x.shape);
  moveElements(ctx, y.dtype, toSpace ? byStride(shape, deep, wide) : byStride(shape, wide, deep), { x, y });
}

export function depthSpaceReference({ attrs, inputs: [x], outputs: [y] }: ReferenceContext<DepthSpaceAttrs>, toSpace: boolean): ReturnType<typeof makeTensor>[] {
  invariant(!!x && !!y, 'an image is needed');
  const { shape, deep, wide } = toSpace ? blocksOf(attrs, x.shape, y.shape) : blocksOf(attrs, y.shape, x.shape);
  const data = makeData(x.dtype, elementCount(y.shape));
  for (let i = 0; i < data.length; i++) {
    const at = coordinatesOf(i, shape);
    const [d, w] = [deep, wide].map((strides) => at.reduce((sum, index, k) => sum + index * (strides[k] ?? 0), 0));
    data[(toSpace ? w : d) ?? 0] = x.data[(toSpace ? d : w) ?? 0] ?? 0;
  }
  return [makeTensor(x.dtype, y.shape, data)];
}
