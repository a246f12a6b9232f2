// Conv: https://onnx.ai/onnx/operators/onnx__Conv.html. Opsets 1, 11 and 22 differ in types and wording only. One to three spatial dimensions;
// kernels take two. Weights stay [out][in/groups][h][w] in the graph; kernels get [out][h][w][in/groups], or as they are where they are computed.
import { invariant } from '../diagnostics/diagnostic.ts';
import { type Tensor, coordinatesOf, elementCount, makeTensor, toNumbers } from '../ir/tensor.ts';
import { type InferContext, type LowerContext, type ReferenceContext, type ValueType, defineOp } from './op-def.ts';
import { intAttr, oneElementType, requiredInput } from './shared/attributes.ts';
import { decomposeConvolution } from './shared/convolution-nd.ts';
import { canAddResidual, canConvolve, lowerConvolution } from './shared/lower-convolution.ts';
import { type Layout, type Window, elementOf, gridOf, gridShape, parseWindow, tapsOf, windowLengths } from './shared/window.ts';

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
  oneElementType(ctx.inputs, reject);
  const grid = gridOf(x, ctx.attrs.layout, reject);
  const [out, perGroup, ...kernel] = w.shape;
  const { groups } = ctx.attrs;
  if (out === undefined || perGroup === undefined || kernel.length !== grid.spatial.length) return reject(`weights have shape [${w.shape.join(',')}]; [out,in/group,${'h,w,d'.slice(0, 2 * grid.spatial.length - 1)}] is expected`);
  if (groups < 1 || perGroup * groups !== grid.channels || out % groups !== 0) {
    return reject(`${grid.channels} input channels and ${out} output channels do not fit ${groups} groups of weights [${w.shape.join(',')}]`);
  }
  if (kernel.join() !== ctx.attrs.kernel.join()) return reject(`kernel_shape [${ctx.attrs.kernel.join(',')}] differs from the weights [${w.shape.join(',')}]`);
  const bias = ctx.inputs[2];
  if (bias && (bias.shape.length !== 1 || bias.shape[0] !== out)) return reject(`bias has shape [${bias.shape.join(',')}]; [${out}] is expected`);
  return [{ dtype: 'f32', shape: gridShape({ batch: grid.batch, channels: out, spatial: windowLengths(ctx.attrs, grid.spatial) }, ctx.attrs.layout) }];
}

function lowerConv(ctx: LowerContext<ConvAttrs>): void {
  if (ctx.attrs.layout !== 'nhwc') ctx.reject('a convolution reached lowering in NCHW');
  lowerConvolution(ctx);
}

/** The definition, in double precision, over either layout. */
function convolve({ attrs, inputs: [x, w, b], outputs: [y] }: ReferenceContext<ConvAttrs>): Tensor[] {
  invariant(!!x && !!w && !!y, 'a convolution needs input, weights and output');
  const reject = (message: string): never => {
    throw new RangeError(message);
  };
  const input = gridOf(x, attrs.layout, reject);
  const output = gridOf(y, attrs.layout, reject);
  const [xs, ws, bs] = [toNumbers(x), toNumbers(w), b ? toNumbers(b) : null];
  const result = new Float32Array(elementCount(y.shape));
  const perGroup = input.channels / attrs.groups;
  for (let place = 0; place < elementCount(output.spatial); place++) {
    const taps = tapsOf(attrs, input.spatial, coordinatesOf(place, output.spatial));
    for (let n = 0; n < output.batch; n++) {
      for (let c = 0; c < output.channels; c++) {
        const first = Math.floor(c / (output.channels / attrs.groups)) * perGroup;
        let sum = bs?.[c] ?? 0;
        for (let i = 0; i < perGroup; i++) {
          taps.forEach((tap, t) => {
            const value = tap < 0 ? (attrs.padValues?.[first + i] ?? 0) : (xs[elementOf(input, attrs.layout, { n, c: first + i, place: tap })] ?? 0);
            sum += value * (ws[(c * perGroup + i) * taps.length + t] ?? 0);
          });
        }
        result[elementOf(output, attrs.layout, { n, c, place })] = sum;
      }
    }
  }
  return [makeTensor('f32', y.shape, result)];
}

export default defineOp<ConvAttrs>({
  op: 'Conv',
  since: [1, 11, 22],
  arity: [2, 3],
  finiteConstants: true,
  parse(ctx) {
    const x = requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx));
    const w = requiredInput(ctx.inputs, 1, ctx.reject.bind(ctx));
    const groups = intAttr(ctx, 'group', 1);
    return { ...parseWindow(ctx, x, w.shape.slice(2)), layout: 'nchw', groups, padValues: null };
  },
  infer: inferConv,
  reference: convolve,
  quant: {
    converts: true,
    supports: ({ inputs: [, w, b] }) => !!w?.tensor && (!b || !!b.tensor),
    roles: ({ attrs, inputs: [, w, b] }) => ({
      inputs: [
        { kind: 'activation', includes: attrs.padValues ?? [] },
        w?.tensor ? { kind: 'weight', axis: 0, groups: attrs.groups, taps: elementCount(attrs.kernel), ...(attrs.layout === 'nhwc' ? { window: attrs } : {}) } : { kind: 'activation' },
        b ? { kind: 'bias', activation: 0, weight: 1 } : null,
      ],
      outputs: [{ kind: 'activation' }],
    }),
    takesResidual: canAddResidual,
    fits: canConvolve,
  },
  channelsLast: (attrs) => ({ ...attrs, layout: 'nhwc' }),
  clamps: true,
  macs: ({ inputs: [, w], outputs: [y] }) => elementCount(y?.shape ?? []) * elementCount(w?.shape.slice(1) ?? []),
  decompose: decomposeConvolution,
  lower: lowerConv,
});
