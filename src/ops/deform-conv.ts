// DeformConv: https://onnx.ai/onnx/operators/onnx__DeformConv.html, two spatial dimensions. The taps of each window lie where computed offsets move
// them, weighted by a mask. In float, in the order of the model; all operands may be computed.
import { invariant } from '../diagnostics/diagnostic.ts';
import { type Tensor, coordinatesOf, elementCount, makeTensor, toNumbers } from '../ir/tensor.ts';
import { type InferContext, type ReferenceContext, type ValueType, defineOp } from './op-def.ts';
import { intAttr, requiredInput } from './shared/attributes.ts';
import { type Window, dilationParams, imageOf, parseWindow, windowLengths, windowParams } from './shared/window.ts';

export type DeformConvAttrs = Window & { readonly groups: number; readonly offsetGroups: number };

function infer(ctx: InferContext<DeformConvAttrs>): ValueType[] {
  const reject = ctx.reject.bind(ctx);
  const { batch, channels, height, width } = imageOf(requiredInput(ctx.inputs, 0, reject), 'nchw', reject);
  const w = requiredInput(ctx.inputs, 1, reject);
  const offset = requiredInput(ctx.inputs, 2, reject);
  const [, , , bias, mask] = ctx.inputs;
  const { groups, offsetGroups, kernel } = ctx.attrs;
  const [out = 0, perGroup = 0, ...taps] = w.shape;
  const lengths = windowLengths(ctx.attrs, [height, width]);
  if (groups < 1 || offsetGroups < 1 || perGroup * groups !== channels || out % groups !== 0 || channels % offsetGroups !== 0) {
    return reject(`${channels} input channels do not fit ${groups} groups of weights [${w.shape.join(',')}] and ${offsetGroups} groups of offsets`);
  }
  if (taps.join() !== kernel.join()) return reject(`kernel_shape [${kernel.join(',')}] differs from the weights [${w.shape.join(',')}]`);
  const moved = (type: ValueType | null | undefined, what: string, each: number): void => {
    const expected = [batch, offsetGroups * elementCount(kernel) * each, ...lengths];
    if (type && type.shape.join() !== expected.join()) reject(`${what} has shape [${type.shape.join(',')}]; [${expected.join(',')}] is expected`);
  };
  moved(offset, 'offset', 2);
  moved(mask, 'mask', 1);
  if (bias && bias.shape.join() !== `${out}`) return reject(`bias has shape [${bias.shape.join(',')}]; [${out}] is expected`);
  return [{ dtype: 'f32', shape: [batch, out, ...lengths] }];
}

/** Bilinear in a plane of [height][width]; zero outside. */
function sample(plane: readonly number[], [height = 1, width = 1]: readonly number[], row: number, column: number): number {
  const at = (r: number, c: number): number => (r >= 0 && r < height && c >= 0 && c < width ? (plane[r * width + c] ?? 0) : 0);
  const [top, left] = [Math.floor(row), Math.floor(column)];
  const [down, right] = [row - top, column - left];
  return (1 - down) * ((1 - right) * at(top, left) + right * at(top, left + 1)) + down * ((1 - right) * at(top + 1, left) + right * at(top + 1, left + 1));
}

/** The taps of one output pixel: [channel][tap]. */
function column({ attrs, inputs: [x, , offset, , mask] }: ReferenceContext<DeformConvAttrs>, n: number, place: number, output: readonly number[]): number[] {
  invariant(!!x && !!offset, 'DeformConv needs input and offsets');
  const [, channels = 1, ...size] = x.shape;
  const [plane, pixels, taps] = [elementCount(size), elementCount(output), elementCount(attrs.kernel)];
  const position = coordinatesOf(place, output);
  return Array.from({ length: channels * taps }, (_, i) => {
    const [c, t] = [Math.floor(i / taps), i % taps];
    const tap = (n * attrs.offsetGroups + Math.floor((c * attrs.offsetGroups) / channels)) * taps + t;
    const [row = 0, col = 0] = coordinatesOf(t, attrs.kernel).map((k, d) =>
      (position[d] ?? 0) * (attrs.strides[d] ?? 1) - (attrs.pads[d] ?? 0) + k * (attrs.dilations[d] ?? 1) + Number(offset.data[(2 * tap + d) * pixels + place]));
    const first = (n * channels + c) * plane;
    return sample(toNumbers(makeTensor(x.dtype, [plane], x.data.slice(first, first + plane))), size, row, col) * Number(mask?.data[tap * pixels + place] ?? 1);
  });
}

function reference(ctx: ReferenceContext<DeformConvAttrs>): Tensor[] {
  const { attrs, inputs: [x, w, , bias], outputs: [y] } = ctx;
  invariant(!!x && !!w && !!y, 'DeformConv needs input and weights');
  const [batch = 1, out = 1, ...output] = y.shape;
  const pixels = elementCount(output);
  const length = elementCount(w.shape.slice(1));
  const result = new Float32Array(elementCount(y.shape));
  for (let i = 0; i < batch * pixels; i++) {
    const [n, place] = [Math.floor(i / pixels), i % pixels];
    const taps = column(ctx, n, place, output);
    for (let o = 0; o < out; o++) {
      const first = Math.floor((o * attrs.groups) / out) * length;
      let sum = Number(bias?.data[o] ?? 0);
      for (let k = 0; k < length; k++) sum += (taps[first + k] ?? 0) * Number(w.data[o * length + k]);
      result[(n * out + o) * pixels + place] = sum;
    }
  }
  return [makeTensor('f32', y.shape, result)];
}

export default defineOp<DeformConvAttrs>({
  op: 'DeformConv',
  since: [19, 22],
  arity: [3, 5],
  parse(ctx) {
    const x = requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx));
    const w = requiredInput(ctx.inputs, 1, ctx.reject.bind(ctx));
    imageOf(x, 'nchw', ctx.reject.bind(ctx));
    return { ...parseWindow(ctx, x, w.shape.slice(2)), groups: intAttr(ctx, 'group', 1), offsetGroups: intAttr(ctx, 'offset_group', 1) };
  },
  infer,
  reference,
  macs: ({ inputs: [, w], outputs: [y] }) => elementCount(y?.shape ?? []) * elementCount(w?.shape.slice(1) ?? []),
  lower(ctx) {
    const [x, w, offset, bias, mask] = ctx.inputs;
    const [y] = ctx.outputs;
    invariant(!!x && !!w && !!offset && !!y, 'DeformConv needs input, weights and offsets');
    const [batch = 1, inC = 1, inH = 1, inW = 1] = x.shape;
    const [, outC = 1, outH = 1, outW = 1] = y.shape;
    const geometry = { batch, in_h: inH, in_w: inW, in_c: inC, out_h: outH, out_w: outW, out_c: outC, ...windowParams(ctx.attrs), ...dilationParams(ctx.attrs) };
    ctx.call('deform_conv2d_f32', { ...geometry, groups: ctx.attrs.groups, offset_groups: ctx.attrs.offsetGroups }, {
      x: { value: x.handle }, w: { value: w.handle }, offset: { value: offset.handle }, bias: bias ? { value: bias.handle } : null, mask: mask ? { value: mask.handle } : null, y: { value: y.handle },
    });
  },
});
