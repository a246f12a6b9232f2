// GridSample: https://onnx.ai/onnx/operators/onnx__GridSample.html (opset 16: images; 20: any rank, here one to three dimensions). Samples the input where a
// grid computed at run time says; coordinates that are no numbers read the centre.
import { invariant } from '../diagnostics/diagnostic.ts';
import { elementCount, makeTensor, toNumbers } from '../ir/tensor.ts';
import { defineOp } from './op-def.ts';
import { intAttr, requiredInput, stringAttr } from './shared/attributes.ts';
import { type GridSampling, samplePoint } from './shared/grid-sample.ts';

const MODES = { nearest: 0, linear: 1, bilinear: 1, cubic: 2, bicubic: 2 } as const;
const PADDINGS = ['zeros', 'border', 'reflection'] as const;

export default defineOp<GridSampling>({
  op: 'GridSample',
  since: [16, 20, 22],
  arity: [2, 2],
  parse(ctx) {
    const named = stringAttr(ctx, 'mode', ctx.opset < 20 ? 'bilinear' : 'linear', Object.keys(MODES));
    const padding = stringAttr(ctx, 'padding_mode', 'zeros', PADDINGS);
    const mode = Object.entries(MODES).find(([name]) => name === named)?.[1] ?? 1;
    return { mode, padding: PADDINGS.findIndex((p) => p === padding), alignCorners: intAttr(ctx, 'align_corners', 0) !== 0 };
  },
  infer(ctx) {
    const x = requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx));
    const grid = requiredInput(ctx.inputs, 1, ctx.reject.bind(ctx));
    const rank = x.shape.length - 2;
    const fits = rank >= 1 && rank <= 3 && grid.shape.length === rank + 2 && grid.shape[0] === x.shape[0] && grid.shape.at(-1) === rank && x.dtype === 'f32' && grid.dtype === 'f32';
    if (!fits) return ctx.reject(`${x.dtype} of shape [${x.shape.join(',')}] and a grid of shape [${grid.shape.join(',')}]; float of one to three dimensions behind batch and channels, and a grid of as many coordinates, are expected`);
    return [{ dtype: 'f32', shape: [...x.shape.slice(0, 2), ...grid.shape.slice(1, -1)] }];
  },
  reference({ attrs, inputs: [x, grid], outputs: [y] }) {
    invariant(!!x && !!grid && !!y, 'GridSample needs data and a grid');
    const [values, places] = [toNumbers(x), toNumbers(grid)];
    const [, channels = 1, ...image] = x.shape;
    const points = elementCount(y.shape.slice(2));
    return [makeTensor('f32', y.shape, Float32Array.from({ length: elementCount(y.shape) }, (_, i) => {
      const plane = Math.floor(i / points);
      const at = (Math.floor(plane / channels) * points + (i % points)) * image.length;
      return samplePoint(attrs, image, places.slice(at, at + image.length), (element) => values[plane * elementCount(image) + element] ?? 0);
    }))];
  },
  lower(ctx) {
    const [x, grid] = ctx.inputs;
    const [y] = ctx.outputs;
    invariant(!!x && !!grid && !!y, 'GridSample needs data and a grid');
    const [batch = 1, channels = 1, ...image] = x.shape;
    const [depth = 1, height = 1, width = 1] = [...new Array<number>(3 - image.length).fill(1), ...image];
    const { mode, padding, alignCorners } = ctx.attrs;
    const params = { batch, channels, in_d: depth, in_h: height, in_w: width, points: elementCount(y.shape.slice(2)), rank: image.length, mode, padding, align_corners: alignCorners ? 1 : 0 };
    ctx.call('grid_sample_f32', params, { x: { value: x.handle }, grid: { value: grid.handle }, y: { value: y.handle } });
  },
});
