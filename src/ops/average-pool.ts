// AveragePool: https://onnx.ai/onnx/operators/onnx__AveragePool.html (opset 7 count_include_pad, 10 ceil_mode, 19 dilations).
// One to three spatial dimensions. Kernels know no dilation: those become depthwise convolutions. Integer form: sum, then one requantization with a
// multiplier per number of valid elements.
import { invariant } from '../diagnostics/diagnostic.ts';
import { coordinatesOf, elementCount, makeTensor, toNumbers } from '../ir/tensor.ts';
import { averageOf } from '../numeric/moments.ts';
import { type DecomposeContext, type LowerContext, type LowerValue, defineOp } from './op-def.ts';
import { Build } from './shared/build.ts';
import { floatLimits } from './shared/limits.ts';
import { type PoolAttrs, type PooledWindow, countedTaps, inferPool, insideCounts, parsePool, poolGeometry, poolInTwoDimensions, poolReference } from './shared/pool.ts';
import { type ChannelRequant, type PerTensor, channelRequant, clampLimits, perTensor } from './shared/requant.ts';
import { windowLengths } from './shared/window.ts';

function area(attrs: PoolAttrs): number {
  return attrs.kernel.reduce((p, k) => p * k, 1);
}

/** A multiplier for each number of valid elements; null where they do not fit the requantization rule. */
function requantOf(attrs: PoolAttrs, input: PerTensor, output: PerTensor): ChannelRequant | null {
  const counts = Array.from({ length: area(attrs) }, (_, i) => i + 1);
  return channelRequant({
    multipliers: counts.map((n) => input.scale / output.scale / (attrs.countIncludePad ? area(attrs) : n)),
    biases: counts.map((n) => -n * input.zeroPoint),
    bounds: counts.map((n) => n * 256),
  });
}

/** Under one scale a mean of few values is often a tie, which goes to the even stored number; other scales make none. */
function lowerInteger(ctx: LowerContext<PoolAttrs>, x: LowerValue, y: LowerValue): void {
  const [input, output] = [perTensor(x), perTensor(y)];
  if (input.scale === output.scale) {
    const params = { ...poolGeometry(ctx.attrs, x, y), count_include_pad: ctx.attrs.countIncludePad ? 1 : 0, in_zero_point: input.zeroPoint, out_zero_point: output.zeroPoint };
    return ctx.call('avg_pool_even_s8', { ...params, ...clampLimits(ctx.clamp, output) }, { x: { value: x.handle }, y: { value: y.handle } });
  }
  const requant = requantOf(ctx.attrs, perTensor(x), output);
  if (requant === null) return ctx.reject('its accumulator does not fit int32', 'keep this unit in float');
  ctx.call('avg_pool_s8', { ...poolGeometry(ctx.attrs, x, y), pre_shift: requant.preShift, out_zero_point: output.zeroPoint, ...clampLimits(ctx.clamp, output) }, {
    x: { value: x.handle },
    requant: { constant: requant.table, dtype: 'i32', role: 'weight' },
    y: { value: y.handle },
  });
}

/** Elements each output is divided by. */
function divisors(attrs: PoolAttrs, spatial: readonly number[]): number[] {
  if (!attrs.countIncludePad) return insideCounts(attrs, spatial);
  const output = windowLengths(attrs, spatial);
  return Array.from({ length: elementCount(output) }, (_, place) => countedTaps(attrs, spatial, coordinatesOf(place, output)));
}

/** A depthwise convolution with equal weights, and a map of factors where windows differ. */
function dilated(b: Build<PoolAttrs>, out: string): void {
  const { attrs, outputs } = b.ctx;
  const { kernel, strides, dilations, pads } = attrs;
  const x = b.input(0);
  const shape = outputs[0]?.shape ?? [];
  const channels = x.type.shape[1] ?? 1;
  const w = b.floats([channels, 1, ...kernel], new Array<number>(channels * area(attrs)).fill(1 / area(attrs)));
  const window = { kernel, strides, dilations, pads, layout: 'nchw', groups: channels, padValues: null };
  const counts = divisors(attrs, x.type.shape.slice(2));
  if (counts.every((n) => n === area(attrs))) return void b.node('Conv', window, [x, w], { shape, out });
  const factors = b.floats([1, 1, ...shape.slice(2)], counts.map((n) => area(attrs) / n));
  b.node('Mul', {}, [b.node('Conv', window, [x, w], shape), factors], { shape, out });
}

/** Padding that counts, but what ceil_mode adds does not: the padding becomes elements. */
function explicitlyPadded(b: Build<PoolAttrs>, beyond: readonly number[], out: string): void {
  const { kernel, pads } = b.ctx.attrs;
  const none = kernel.map(() => 0);
  const { beyond: _, ...attrs } = b.ctx.attrs;
  const x = kernel.reduce((padded, _size, dim) => b.pad(padded, dim + 2, pads[dim] ?? 0, (pads[dim + kernel.length] ?? 0) - (beyond[dim] ?? 0)), b.input(0));
  b.node('AveragePool', { ...attrs, pads: [...none, ...beyond], countIncludePad: false }, [x], { shape: b.ctx.outputs[0]?.shape ?? [], out });
}

function decompose(ctx: DecomposeContext<PoolAttrs>): boolean {
  const b = new Build(ctx);
  const [out = ''] = ctx.outputIds;
  const { dilations, beyond } = ctx.attrs;
  if (dilations.some((d) => d !== 1)) dilated(b, out);
  else if (beyond !== undefined) explicitlyPadded(b, beyond, out);
  else return poolInTwoDimensions(b, 'AveragePool', out);
  return true;
}

export default defineOp<PoolAttrs>({
  op: 'AveragePool',
  since: [1, 7, 10, 11, 19, 22],
  arity: [1, 1],
  parse: parsePool,
  infer: inferPool,
  reference({ attrs, inputs, outputs }) {
    const [x] = inputs;
    const [y] = outputs;
    invariant(!!x && !!y, 'AveragePool needs an input');
    const mean = ({ values, taps }: PooledWindow): number => values.reduce((s, v) => s + v, 0) / (attrs.countIncludePad ? taps : values.length);
    return [makeTensor('f32', y.shape, poolReference(attrs, { type: x, data: toNumbers(x) }, y, mean))];
  },
  quant: {
    supports: () => true,
    fits: ({ attrs, inputs: [x], outputs: [y] }) => requantOf(attrs, perTensor(x), perTensor(y)) !== null,
    leastOutputScale: ({ attrs }, [x = 0]) => (x * area(attrs)) / 2 ** 18,
    roles: () => ({ inputs: [{ kind: 'activation' }], outputs: [{ kind: 'activation' }] }),
  },
  channelsLast: (attrs) => ({ ...attrs, layout: 'nhwc' }),
  clamps: true,
  decompose,
  homogeneous: ({ attrs }) => attrs.layout === 'nhwc',
  moments: ({ attrs }, [x]) => (x && attrs.layout === 'nhwc' ? averageOf(x, area(attrs)) : null),
  lower(ctx) {
    const [x] = ctx.inputs;
    const [y] = ctx.outputs;
    invariant(!!x && !!y && ctx.attrs.layout === 'nhwc', 'AveragePool is lowered in NHWC');
    if (x.dtype === 'i8') return lowerInteger(ctx, x, y);
    const params = { ...poolGeometry(ctx.attrs, x, y), count_include_pad: ctx.attrs.countIncludePad ? 1 : 0, ...floatLimits(ctx.clamp) };
    ctx.call('avg_pool_f32', params, { x: { value: x.handle }, y: { value: y.handle } });
  },
});
