// Conv: https://onnx.ai/onnx/operators/onnx__Conv.html. Opsets 1, 11 and 22 differ in types and wording only.
// Two spatial dimensions. Weights stay [out][in/groups][h][w] in the graph; kernels get [out][h][w][in/groups].
import { makeTensor, toNumbers } from '../ir/tensor.ts';
import { type InferContext, type LowerContext, type ValueType, defineOp } from './op-def.ts';
import { intAttr, requiredInput } from './shared/attributes.ts';
import { canAddResidual, canConvolve, lowerConvolution } from './shared/lower-convolution.ts';
import { type Layout, type Window, imageOf, imageShape, parseWindow, windowLength } from './shared/window.ts';

export type ConvAttrs = Window & {
  readonly layout: Layout;
  readonly groups: number;
  /** What padding holds, per input channel; null is zero. */
  readonly padValues: readonly number[] | null;
};

function inferConv(ctx: InferContext<ConvAttrs>): ValueType[] {
  const reject = ctx.reject.bind(ctx);
  const x = requiredInput(ctx.inputs, 0, reject);
  const w = requiredInput(ctx.inputs, 1, reject);
  const image = imageOf(x, ctx.attrs.layout, reject);
  const [out, perGroup] = w.shape;
  const { groups } = ctx.attrs;
  if (out === undefined || perGroup === undefined || w.shape.length !== 4) return reject(`weights have shape [${w.shape.join(',')}]; [out,in/group,h,w] is expected`);
  if (groups < 1 || perGroup * groups !== image.channels || out % groups !== 0) {
    return reject(`${image.channels} input channels and ${out} output channels do not fit ${groups} groups of weights [${w.shape.join(',')}]`);
  }
  if (w.shape[2] !== ctx.attrs.kernel[0] || w.shape[3] !== ctx.attrs.kernel[1]) return reject(`kernel_shape [${ctx.attrs.kernel.join(',')}] differs from the weights [${w.shape.join(',')}]`);
  const bias = ctx.inputs[2];
  if (bias && (bias.shape.length !== 1 || bias.shape[0] !== out)) return reject(`bias has shape [${bias.shape.join(',')}]; [${out}] is expected`);
  const height = windowLength(ctx.attrs, 0, image.height);
  const width = windowLength(ctx.attrs, 1, image.width);
  return [{ dtype: 'f32', shape: imageShape({ batch: image.batch, channels: out, height, width }, ctx.attrs.layout) }];
}

function lowerConv(ctx: LowerContext<ConvAttrs>): void {
  if (ctx.attrs.layout !== 'nhwc') ctx.reject('a convolution reached lowering in NCHW');
  lowerConvolution(ctx);
}

export default defineOp<ConvAttrs>({
  op: 'Conv',
  since: [1, 11, 22],
  arity: [2, 3],
  finiteConstants: true,
  parse(ctx) {
    const x = requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx));
    const w = requiredInput(ctx.inputs, 1, ctx.reject.bind(ctx));
    if (!w.tensor) return ctx.reject('the weights are computed at run time', 'make the weights constant');
    if (ctx.inputs[2] && !ctx.inputs[2].tensor) return ctx.reject('the bias is computed at run time', 'add it with a separate Add');
    const groups = intAttr(ctx, 'group', 1);
    return { ...parseWindow(ctx, x, w.shape.slice(2)), layout: 'nchw', groups, padValues: null };
  },
  infer: inferConv,
  reference({ attrs, inputs, outputs }) {
    const [x, w, b] = inputs;
    const output = outputs[0];
    if (!x || !w || !output) return [];
    return [makeTensor('f32', output.shape, convolve({ x: toNumbers(x), w: toNumbers(w), b: b ? toNumbers(b) : null }, { attrs, x, w, y: output }))];
  },
  quant: {
    converts: true,
    supports: ({ inputs }) => inputs[1]?.tensor !== null && inputs[1]?.tensor !== undefined,
    roles: ({ attrs, inputs }) => ({
      inputs: [{ kind: 'activation', includes: attrs.padValues ?? [] }, { kind: 'weight', axis: 0, groups: attrs.groups, taps: attrs.kernel.reduce((p, d) => p * d, 1), ...(attrs.layout === 'nhwc' ? { window: attrs } : {}) }, inputs[2] ? { kind: 'bias', activation: 0, weight: 1 } : null],
      outputs: [{ kind: 'activation' }],
    }),
    takesResidual: canAddResidual,
    fits: canConvolve,
  },
  channelsLast: (attrs) => ({ ...attrs, layout: 'nhwc' }),
  clamps: true,
  macs({ inputs, outputs }) {
    const w = inputs[1]?.shape ?? [];
    const y = outputs[0]?.shape ?? [];
    return y.reduce((p, d) => p * d, 1) * w.slice(1).reduce((p, d) => p * d, 1);
  },
  lower: lowerConv,
});

interface Arrays {
  readonly x: readonly number[];
  readonly w: readonly number[];
  readonly b: readonly number[] | null;
}

interface Geometry {
  readonly attrs: ConvAttrs;
  readonly x: ValueType;
  readonly w: ValueType;
  readonly y: ValueType;
}

/** The definition, in double precision, over NCHW or NHWC. */
function convolve(arrays: Arrays, geometry: Geometry): Float32Array {
  const { attrs } = geometry;
  const reject = (): never => {
    throw new RangeError('shape');
  };
  const input = imageOf(geometry.x, attrs.layout, reject);
  const output = imageOf(geometry.y, attrs.layout, reject);
  const y = new Float32Array(geometry.y.shape.reduce((p, d) => p * d, 1));
  const index = (image: typeof input, n: number, c: number, p: number): number =>
    attrs.layout === 'nchw' ? (n * image.channels + c) * image.height * image.width + p : (n * image.height * image.width + p) * image.channels + c;
  for (let n = 0; n < output.batch; n++) {
    for (let c = 0; c < output.channels; c++) {
      for (let p = 0; p < output.height * output.width; p++) {
        const row = Math.floor(p / output.width);
        y[index(output, n, c, p)] = (arrays.b?.[c] ?? 0) + tapSum(arrays, { attrs, input, output, index, n, c, row, column: p % output.width });
      }
    }
  }
  return y;
}

interface Place {
  readonly attrs: ConvAttrs;
  readonly input: ReturnType<typeof imageOf>;
  readonly output: ReturnType<typeof imageOf>;
  readonly index: (image: ReturnType<typeof imageOf>, n: number, c: number, p: number) => number;
  readonly n: number;
  readonly c: number;
  readonly row: number;
  readonly column: number;
}

function tapSum({ x, w }: Arrays, place: Place): number {
  const { attrs, input, output } = place;
  const [kh = 1, kw = 1] = attrs.kernel;
  const perGroup = input.channels / attrs.groups;
  const first = Math.floor(place.c / (output.channels / attrs.groups)) * perGroup;
  let sum = 0;
  for (let i = 0; i < perGroup * kh * kw; i++) {
    const channel = first + Math.floor(i / (kh * kw));
    const tap = i % (kh * kw);
    const row = place.row * (attrs.strides[0] ?? 1) - (attrs.pads[0] ?? 0) + Math.floor(tap / kw) * (attrs.dilations[0] ?? 1);
    const column = place.column * (attrs.strides[1] ?? 1) - (attrs.pads[1] ?? 0) + (tap % kw) * (attrs.dilations[1] ?? 1);
    const inside = row >= 0 && row < input.height && column >= 0 && column < input.width;
    const value = inside ? (x[place.index(input, place.n, channel, row * input.width + column)] ?? 0) : (attrs.padValues?.[channel] ?? 0);
    sum += value * (w[place.c * perGroup * kh * kw + i] ?? 0);
  }
  return sum;
}
