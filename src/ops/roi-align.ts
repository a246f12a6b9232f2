// RoiAlign: https://onnx.ai/onnx/operators/onnx__RoiAlign.html (opset 16 adds half_pixel). Average or maximum of bilinear samples in each bin of each region.
// Regions and their batch entries may be computed at run time: entries are clamped, and a bin takes at most 1024 samples along an axis.
import { invariant } from '../diagnostics/diagnostic.ts';
import { elementCount, makeTensor, toNumbers } from '../ir/tensor.ts';
import { defineOp } from './op-def.ts';
import { floatAttr, intAttr, requiredInput, stringAttr } from './shared/attributes.ts';
import { clampIndex, indexOperands } from './shared/gather.ts';

export type RoiAlignAttrs = {
  readonly max: boolean;
  readonly height: number;
  readonly width: number;
  readonly samples: number;
  readonly spatialScale: number;
  readonly halfPixel: boolean;
};

const MOST_SAMPLES = 1024;

/** Two neighbours along an axis and the weight of the second; null outside. */
function neighbours(position: number, size: number): readonly [number, number, number] | null {
  if (!(position >= -1 && position <= size)) return null;
  const x = Math.max(0, position);
  const low = Math.min(size - 1, Math.trunc(x));
  return low === size - 1 ? [low, low, 0] : [low, low + 1, x - low];
}

interface Bins {
  readonly start: number;
  readonly size: number;
  readonly samples: number;
}

function binsOf(attrs: RoiAlignAttrs, from: number, to: number, count: number): Bins {
  const offset = attrs.halfPixel ? 0.5 : 0;
  const start = from * attrs.spatialScale - offset;
  const given = to * attrs.spatialScale - offset - start;
  const length = attrs.halfPixel ? given : Math.max(given, 1);
  const adaptive = Math.max(0, Math.min(MOST_SAMPLES, Math.ceil(length / count) || 0));
  return { start, size: length / count, samples: attrs.samples > 0 ? attrs.samples : adaptive };
}

function sampled(attrs: RoiAlignAttrs, rows: Bins, columns: Bins, { plane, height, width, at: [ph, pw] }: { plane: readonly number[]; height: number; width: number; at: readonly [number, number] }): number {
  const values: number[] = [];
  for (let i = 0; i < rows.samples; i++) {
    for (let j = 0; j < columns.samples; j++) {
      const y = neighbours(rows.start + ph * rows.size + ((i + 0.5) * rows.size) / rows.samples, height);
      const x = neighbours(columns.start + pw * columns.size + ((j + 0.5) * columns.size) / columns.samples, width);
      const parts = y && x ? [[y[0], x[0], (1 - y[2]) * (1 - x[2])], [y[0], x[1], (1 - y[2]) * x[2]], [y[1], x[0], y[2] * (1 - x[2])], [y[1], x[1], y[2] * x[2]]] : [];
      const terms = parts.map(([r = 0, c = 0, w = 0]) => w * (plane[r * width + c] ?? 0));
      values.push(terms.length === 0 ? 0 : attrs.max ? Math.max(...terms) : terms.reduce((a, b) => a + b, 0));
    }
  }
  if (values.length === 0) return 0;
  return attrs.max ? values.reduce((a, b) => Math.max(a, b)) : values.reduce((a, b) => a + b, 0) / values.length;
}

export default defineOp<RoiAlignAttrs>({
  op: 'RoiAlign',
  since: [10, 16, 22],
  arity: [3, 3],
  parse(ctx) {
    const attrs = {
      max: stringAttr(ctx, 'mode', 'avg', ['avg', 'max']) === 'max', height: intAttr(ctx, 'output_height', 1), width: intAttr(ctx, 'output_width', 1),
      samples: intAttr(ctx, 'sampling_ratio', 0), spatialScale: floatAttr(ctx, 'spatial_scale', 1),
      halfPixel: ctx.opset >= 16 && stringAttr(ctx, 'coordinate_transformation_mode', 'half_pixel', ['half_pixel', 'output_half_pixel']) === 'half_pixel',
    };
    const usable = attrs.height >= 1 && attrs.width >= 1 && attrs.samples >= 0 && attrs.samples <= MOST_SAMPLES;
    return usable ? attrs : ctx.reject(`output ${attrs.height}x${attrs.width} with sampling_ratio ${attrs.samples} is not usable`);
  },
  infer(ctx) {
    const reject = ctx.reject.bind(ctx);
    const [x, rois, batches] = [requiredInput(ctx.inputs, 0, reject), requiredInput(ctx.inputs, 1, reject), requiredInput(ctx.inputs, 2, reject)];
    const fits = x.shape.length === 4 && rois.shape.length === 2 && rois.shape[1] === 4 && elementCount(batches.shape) === rois.shape[0] && x.dtype === 'f32' && rois.dtype === 'f32';
    if (!fits) return reject(`${x.dtype} of shape [${x.shape.join(',')}], rois of shape [${rois.shape.join(',')}] and batch_indices of shape [${batches.shape.join(',')}]; float [N,C,H,W], [R,4] and [R] are expected`);
    return [{ dtype: 'f32', shape: [rois.shape[0] ?? 0, x.shape[1] ?? 0, ctx.attrs.height, ctx.attrs.width] }];
  },
  reference({ attrs, inputs: [x, rois, batches], outputs: [y] }) {
    invariant(!!x && !!rois && !!batches && !!y, 'RoiAlign needs three inputs');
    const [batch = 1, channels = 1, height = 1, width = 1] = x.shape;
    const [values, regions, entries] = [toNumbers(x), toNumbers(rois), toNumbers(batches)];
    return [makeTensor('f32', y.shape, Float32Array.from({ length: elementCount(y.shape) }, (_, i) => {
      const [pw, ph] = [i % attrs.width, Math.floor(i / attrs.width) % attrs.height];
      const plane = Math.floor(i / attrs.width / attrs.height);
      const region = Math.floor(plane / channels);
      const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = regions.slice(4 * region);
      const from = (clampIndex(entries[region] ?? 0, batch) * channels + (plane % channels)) * height * width;
      const rows = binsOf(attrs, y1, y2, attrs.height);
      const columns = binsOf(attrs, x1, x2, attrs.width);
      return sampled(attrs, rows, columns, { plane: values.slice(from, from + height * width), height, width, at: [ph, pw] });
    }))];
  },
  lower(ctx) {
    const [x, rois, batches] = ctx.inputs;
    const [y] = ctx.outputs;
    invariant(!!x && !!rois && !!batches && !!y, 'RoiAlign needs three inputs');
    const [batch = 1, channels = 1, height = 1, width = 1] = x.shape;
    const { attrs } = ctx;
    const params = {
      batch, channels, in_h: height, in_w: width, regions: rois.shape[0] ?? 0, out_h: attrs.height, out_w: attrs.width, samples: attrs.samples,
      half_pixel: attrs.halfPixel ? 1 : 0, maximum: attrs.max ? 1 : 0, spatial_scale: Math.fround(attrs.spatialScale),
    };
    ctx.call('roi_align_f32', params, { x: { value: x.handle }, rois: { value: rois.handle }, ...indexOperands(ctx, batches), y: { value: y.handle } });
  },
});
