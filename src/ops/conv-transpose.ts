// ConvTranspose: https://onnx.ai/onnx/operators/onnx__ConvTranspose.html, one to three spatial dimensions. After parse only the padding in front and the
// output lengths are left of auto_pad, output_shape and output_padding. Decomposed into convolutions (shared/transposed-convolution.ts).
import { invariant } from '../diagnostics/diagnostic.ts';
import { type Tensor, coordinatesOf, elementCount, makeTensor, toNumbers } from '../ir/tensor.ts';
import { type InferContext, type ParseContext, type ReferenceContext, type ValueType, defineOp } from './op-def.ts';
import { intAttr, intsAttr, requiredInput, stringAttr } from './shared/attributes.ts';
import { decomposeTransposed } from './shared/transposed-convolution.ts';
import { AUTO_PADS, type Window, explicitPads, extentOf, gridOf, gridShape, parseBareWindow } from './shared/window.ts';

export type ConvTransposeAttrs = Omit<Window, 'pads'> & {
  readonly groups: number;
  /** Elements cut off in front of each dimension. */
  readonly before: readonly number[];
  /** Output length of each dimension. */
  readonly lengths: readonly number[];
};

/** What is cut off in front, and how long the output is, along one dimension. */
interface Side {
  readonly before: number;
  readonly length: number;
}

/** Total padding where the output length is known. The greater half lies in front, unless SAME_UPPER. */
function fromLength(full: number, length: number, auto: string): Side {
  const total = Math.max(0, full - length);
  return { before: auto === 'SAME_UPPER' ? Math.floor(total / 2) : Math.ceil(total / 2), length };
}

function parseSides(ctx: ParseContext, window: Window, spatial: readonly number[]): Side[] {
  const rank = spatial.length;
  const auto = stringAttr(ctx, 'auto_pad', 'NOTSET', AUTO_PADS);
  const pads = auto === 'NOTSET' ? explicitPads(ctx, rank) : window.pads;
  const extra = intsAttr(ctx, 'output_padding') ?? new Array<number>(rank).fill(0);
  if (extra.length !== rank || extra.some((e) => e < 0 || e > 1 << 20)) ctx.reject(`attribute 'output_padding' is [${extra.join(',')}]; ${rank} non-negative entries are expected`);
  const given = intsAttr(ctx, 'output_shape')?.slice(-rank);
  if (given !== undefined && (given.length !== rank || given.some((l) => l < 1))) ctx.reject(`attribute 'output_shape' is [${given.join(',')}]; ${rank} positive entries are expected`);
  return spatial.map((input, dim) => {
    const stride = window.strides[dim] ?? 1;
    const full = (input - 1) * stride + extentOf(window, dim) + (extra[dim] ?? 0);
    const wanted = given?.[dim] ?? (auto.startsWith('SAME') ? input * stride : undefined);
    return wanted === undefined ? { before: pads[dim] ?? 0, length: full - (pads[dim] ?? 0) - (pads[dim + rank] ?? 0) } : fromLength(full, wanted, auto);
  });
}

function parse(ctx: ParseContext): ConvTransposeAttrs {
  const reject = ctx.reject.bind(ctx);
  const x = requiredInput(ctx.inputs, 0, reject);
  const { spatial } = gridOf(x, 'nchw', reject);
  const w = requiredInput(ctx.inputs, 1, reject);
  const window = parseBareWindow(ctx, spatial.length, w.shape.slice(2));
  const sides = parseSides(ctx, window, spatial);
  if (sides.some((s) => s.length < 1)) reject(`its padding leaves nothing of an input of shape [${x.shape.join(',')}]`);
  const { kernel, strides, dilations } = window;
  return { kernel, strides, dilations, groups: intAttr(ctx, 'group', 1), before: sides.map((s) => s.before), lengths: sides.map((s) => s.length) };
}

function infer(ctx: InferContext<ConvTransposeAttrs>): ValueType[] {
  const reject = ctx.reject.bind(ctx);
  const x = requiredInput(ctx.inputs, 0, reject);
  const w = requiredInput(ctx.inputs, 1, reject);
  const { batch, channels } = gridOf(x, 'nchw', reject);
  const { groups, kernel, lengths } = ctx.attrs;
  const [inputs, perGroup, ...taps] = w.shape;
  if (groups < 1 || inputs !== channels || perGroup === undefined || channels % groups !== 0) return reject(`${channels} input channels do not fit ${groups} groups of weights [${w.shape.join(',')}]`);
  if (taps.join() !== kernel.join()) return reject(`kernel_shape [${kernel.join(',')}] differs from the weights [${w.shape.join(',')}]`);
  const bias = ctx.inputs[2];
  if (bias && bias.shape.join() !== `${perGroup * groups}`) return reject(`bias has shape [${bias.shape.join(',')}]; [${perGroup * groups}] is expected`);
  return [{ dtype: 'f32', shape: gridShape({ batch, channels: perGroup * groups, spatial: lengths }, 'nchw') }];
}

/** For each tap in row-major order the input element that reaches `position` through it; -1 where there is none. */
function sources({ kernel, strides, dilations, before }: ConvTransposeAttrs, spatial: readonly number[], position: readonly number[]): number[] {
  return spatial.reduce<number[]>((places, length, dim) => {
    const along = Array.from({ length: kernel[dim] ?? 1 }, (_, k) => ((position[dim] ?? 0) + (before[dim] ?? 0) - k * (dilations[dim] ?? 1)) / (strides[dim] ?? 1));
    return places.flatMap((place) => along.map((i) => (place < 0 || !Number.isInteger(i) || i < 0 || i >= length ? -1 : place * length + i)));
  }, [0]);
}

/** The definition, in double precision, from the side of the output. */
function reference({ attrs, inputs: [x, w, b], outputs: [y] }: ReferenceContext<ConvTransposeAttrs>): Tensor[] {
  invariant(!!x && !!w && !!y, 'ConvTranspose needs input, weights and output');
  const [xs, ws, bs] = [toNumbers(x), toNumbers(w), b ? toNumbers(b) : null];
  const [batch = 1, channels = 1, ...spatial] = x.shape;
  const perGroup = channels / attrs.groups;
  const [plane, outPlane, outChannels] = [elementCount(spatial), elementCount(attrs.lengths), y.shape[1] ?? 1];
  const outPerGroup = outChannels / attrs.groups;
  const result = new Float32Array(elementCount(y.shape));
  for (let place = 0; place < outPlane; place++) {
    const taps = sources(attrs, spatial, coordinatesOf(place, attrs.lengths));
    for (let i = 0; i < batch * outChannels; i++) {
      const [n, o] = [Math.floor(i / outChannels), i % outChannels];
      const first = Math.floor(o / outPerGroup) * perGroup;
      let sum = bs?.[o] ?? 0;
      for (let c = first; c < first + perGroup; c++) {
        taps.forEach((from, t) => (sum += from < 0 ? 0 : (xs[(n * channels + c) * plane + from] ?? 0) * (ws[(c * outPerGroup + (o % outPerGroup)) * taps.length + t] ?? 0)));
      }
      result[i * outPlane + place] = sum;
    }
  }
  return [makeTensor('f32', y.shape, result)];
}

export default defineOp<ConvTransposeAttrs>({
  op: 'ConvTranspose',
  since: [1, 11, 22],
  arity: [2, 3],
  finiteConstants: true,
  parse,
  infer,
  reference,
  decompose: decomposeTransposed,
});
