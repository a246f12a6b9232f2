// MaxRoiPool: https://onnx.ai/onnx/operators/onnx__MaxRoiPool.html. Largest element of each bin of each region {batch entry, x1, y1, x2, y2}; bins outside of
// the image are 0. Regions may be computed at run time; entries of the batch are clamped.
import { invariant } from '../diagnostics/diagnostic.ts';
import { elementCount, makeTensor, toNumbers } from '../ir/tensor.ts';
import { defineOp } from './op-def.ts';
import { floatAttr, intsAttr, requiredInput } from './shared/attributes.ts';
import { clampIndex } from './shared/gather.ts';

export type MaxRoiPoolAttrs = { readonly height: number; readonly width: number; readonly spatialScale: number };

const FARTHEST = 2 ** 20;

/** First element of a bin and the one behind its last, of an axis. */
function bin(from: number, to: number, { index, count, size }: { index: number; count: number; size: number }): readonly [number, number] {
  const bounded = (v: number): number => Math.max(-FARTHEST, Math.min(FARTHEST, Number.isNaN(v) ? 0 : v));
  const rounded = (v: number): number => Math.sign(bounded(v)) * Math.round(Math.abs(bounded(v)));
  const start = rounded(from);
  const step = Math.fround(Math.max(1, rounded(to) - start + 1) / count);
  const inside = (v: number): number => Math.max(0, Math.min(size, v));
  return [inside(start + Math.floor(Math.fround(index * step))), inside(start + Math.ceil(Math.fround((index + 1) * step)))];
}

export default defineOp<MaxRoiPoolAttrs>({
  op: 'MaxRoiPool',
  since: [1, 22],
  arity: [2, 2],
  parse(ctx) {
    const shape = intsAttr(ctx, 'pooled_shape') ?? ctx.reject("attribute 'pooled_shape' is missing");
    const [height = 0, width = 0] = shape;
    if (shape.length !== 2 || height < 1 || width < 1) return ctx.reject(`attribute 'pooled_shape' is [${shape.join(',')}]; two positive sizes are expected`);
    return { height, width, spatialScale: floatAttr(ctx, 'spatial_scale', 1) };
  },
  infer(ctx) {
    const x = requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx));
    const rois = requiredInput(ctx.inputs, 1, ctx.reject.bind(ctx));
    const fits = x.shape.length === 4 && rois.shape.length === 2 && rois.shape[1] === 5 && x.dtype === 'f32' && rois.dtype === 'f32';
    if (!fits) return ctx.reject(`${x.dtype} of shape [${x.shape.join(',')}] and rois of shape [${rois.shape.join(',')}]; float [N,C,H,W] and [R,5] are expected`);
    return [{ dtype: 'f32', shape: [rois.shape[0] ?? 0, x.shape[1] ?? 0, ctx.attrs.height, ctx.attrs.width] }];
  },
  reference({ attrs, inputs: [x, rois], outputs: [y] }) {
    invariant(!!x && !!rois && !!y, 'MaxRoiPool needs data and regions');
    const [batch = 1, channels = 1, height = 1, width = 1] = x.shape;
    const [values, regions] = [toNumbers(x), toNumbers(rois)];
    return [makeTensor('f32', y.shape, Float32Array.from({ length: elementCount(y.shape) }, (_, i) => {
      const plane = Math.floor(i / attrs.width / attrs.height);
      const [entry = 0, ...corners] = regions.slice(5 * Math.floor(plane / channels));
      const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = corners.map((v) => Math.fround(v * Math.fround(attrs.spatialScale)));
      const rows = bin(y1, y2, { index: Math.floor(i / attrs.width) % attrs.height, count: attrs.height, size: height });
      const columns = bin(x1, x2, { index: i % attrs.width, count: attrs.width, size: width });
      const from = (clampIndex(Math.trunc(entry) || 0, batch) * channels + (plane % channels)) * height * width;
      let largest = rows[1] > rows[0] && columns[1] > columns[0] ? -Infinity : 0;
      for (let r = rows[0]; r < rows[1]; r++) for (let c = columns[0]; c < columns[1]; c++) largest = Math.max(largest, values[from + r * width + c] ?? 0);
      return largest;
    }))];
  },
  lower(ctx) {
    const [x, rois] = ctx.inputs;
    const [y] = ctx.outputs;
    invariant(!!x && !!rois && !!y, 'MaxRoiPool needs data and regions');
    const [batch = 1, channels = 1, height = 1, width = 1] = x.shape;
    const { attrs } = ctx;
    const params = { batch, channels, in_h: height, in_w: width, regions: rois.shape[0] ?? 0, out_h: attrs.height, out_w: attrs.width, spatial_scale: Math.fround(attrs.spatialScale) };
    ctx.call('max_roi_pool_f32', params, { x: { value: x.handle }, rois: { value: rois.handle }, y: { value: y.handle } });
  },
});
