// Means and maxima along axes as pooling, which has kernels for every instruction set and for INT8: one run of axes is the height of an
// image [outer][count][1][inner]; the spatial axes of an NCHW image are that image's whole window.
import type { DecomposeContext } from '../op-def.ts';
import { runOf } from './axis-run.ts';
import { type ReduceAttrs, splitRuns } from './reduce.ts';
import type { PoolAttrs } from './pool.ts';

function window(height: number, width: number, layout: PoolAttrs['layout']): PoolAttrs {
  return { kernel: [height, width], strides: [1, 1], dilations: [1, 1], pads: [0, 0, 0, 0], layout, countIncludePad: false };
}

/** Pool of whole images, where exactly height and width of four dimensions are reduced. */
function reduceImage(ctx: DecomposeContext<ReduceAttrs>, op: 'AveragePool' | 'MaxPool'): boolean {
  const [x] = ctx.inputs;
  const [y] = ctx.outputs;
  if (!x || !y || x.shape.length !== 4 || ctx.attrs.axes.join() !== '2,3') return false;
  const [n = 1, c = 1, height = 1, width = 1] = x.shape;
  const pooled = ctx.node(op, window(height, width, 'nchw'), [ctx.inputIds[0] ?? null], ctx.attrs.keepDims ? (ctx.outputIds[0] ?? y) : { dtype: x.dtype, shape: [n, c, 1, 1] });
  if (!ctx.attrs.keepDims) ctx.node('Reshape', { shape: y.shape }, [pooled], ctx.outputIds[0] ?? y);
  return true;
}

/** True where the reduction, in float, became pooling. */
export function reduceByPool(ctx: DecomposeContext<ReduceAttrs>, op: 'AveragePool' | 'MaxPool'): boolean {
  const [x] = ctx.inputs;
  const [y] = ctx.outputs;
  if (!x || !y || x.dtype !== 'f32') return false;
  if (reduceImage(ctx, op)) return true;
  if (splitRuns(ctx, op === 'MaxPool' ? 'ReduceMax' : 'ReduceMean')) return true;
  const { outer, count, inner } = runOf(x.shape, ctx.attrs.axes);
  const image = ctx.node('Reshape', { shape: [outer, count, 1, inner] }, [ctx.inputIds[0] ?? null], { dtype: x.dtype, shape: [outer, count, 1, inner] });
  const pooled = ctx.node(op, window(count, 1, 'nhwc'), [image], { dtype: x.dtype, shape: [outer, 1, 1, inner] });
  ctx.node('Reshape', { shape: y.shape }, [pooled], ctx.outputIds[0] ?? y);
  return true;
}
