// Lowering of Conv in NHWC: chooses depthwise, fully connected or general kernel, integer or float, and gives them canonical constants.
// An integer convolution with a fourth input adds that to its accumulators (passes/fuse-residual).
import { invariant } from '../../diagnostics/diagnostic.ts';
import type { ParamValues } from '../../kernels/program.ts';
import type { ConvAttrs } from '../conv.ts';
import type { CallOperand, LowerContext, LowerValue, QuantContext, ValueType } from '../op-def.ts';
import type { Clamp } from '../../ir/graph.ts';
import { sameShape } from '../../ir/tensor.ts';
import { requantize } from '../../numeric/fixed-point.ts';
import { type ChannelInputs, canRequantize, channelRequant, channelScales, channelSum, clampLimits, floatOutput, foldWeights, int8Output, perTensor, scalesOf } from './requant.ts';
import { floatLimits } from './limits.ts';
import { dilationParams, imageOf, windowParams } from './window.ts';

interface Convolution {
  readonly x: LowerValue;
  readonly w: LowerValue;
  readonly b: LowerValue | null;
  /** Added to the output before it is rounded. */
  readonly residual: LowerValue | null;
  readonly y: LowerValue;
  readonly geometry: ParamValues;
  readonly depthwise: boolean;
  readonly groups: number;
}

export function lowerConvolution(ctx: LowerContext<ConvAttrs>): void {
  const conv = describe(ctx);
  if (!conv.w.tensor) lowerDynamic(ctx, conv);
  else if (conv.x.dtype === 'i8') lowerInteger(ctx, conv);
  else lowerFloat(ctx, conv);
}

function describe(ctx: LowerContext<ConvAttrs>): Convolution {
  const [x, w, b, residual] = ctx.inputs;
  const y = ctx.outputs[0];
  invariant(!!x && !!w && !!y, 'a convolution needs input, weights and output');
  const reject = ctx.reject.bind(ctx);
  const input = imageOf(x, 'nhwc', reject);
  const output = imageOf(y, 'nhwc', reject);
  const geometry = {
    batch: input.batch, in_h: input.height, in_w: input.width, in_c: input.channels,
    out_h: output.height, out_w: output.width, out_c: output.channels,
    ...windowParams(ctx.attrs), ...dilationParams(ctx.attrs),
  };
  return { x, w, b: b ?? null, residual: residual ?? null, y, geometry, depthwise: isDepthwise(ctx.attrs, input.channels), groups: ctx.attrs.groups };
}

export function isDepthwise({ groups, padValues }: ConvAttrs, channels: number): boolean {
  return groups === channels && channels > 1 && padValues === null;
}

/** Weights of 16 bits have one kernel for all convolutions. */
function isDepthwiseLayout({ depthwise }: Convolution, weights: Weights): boolean {
  return depthwise && !(weights instanceof Int16Array);
}

type Weights = Int8Array | Int16Array | Float32Array;

/** [out][in][h][w] -> [out][h][w][in], or [h][w][out] for depthwise. */
function canonicalWeights<T extends Weights>(conv: Convolution, source: T, target: T): T {
  const [out = 1, inner = 1, kh = 1, kw = 1] = conv.w.shape;
  const taps = kh * kw;
  const depthwise = isDepthwiseLayout(conv, source);
  for (let o = 0; o < out; o++) {
    for (let i = 0; i < inner; i++) {
      for (let t = 0; t < taps; t++) {
        const to = depthwise ? t * out + o : (o * taps + t) * inner + i;
        target[to] = source[(o * inner + i) * taps + t] ?? 0;
      }
    }
  }
  return target;
}

function isInteger(weights: unknown): weights is Int8Array | Int16Array {
  return weights instanceof Int8Array || weights instanceof Int16Array;
}

type Accumulators = Omit<ChannelInputs, 'multipliers'> & {
  /** Real value of a step, by channel. */
  readonly steps: readonly number[];
};

function accumulatorsOf(x: ValueType, w: ValueType, b: ValueType | null): Accumulators {
  const { scale, zeroPoint } = perTensor(x);
  const source = w.tensor?.data;
  invariant(isInteger(source), 'weights of an integer convolution are int8 or int16');
  const bias = b?.tensor?.data;
  const channels = w.shape[0] ?? 1;
  const folded = foldWeights(source, bias instanceof Int32Array ? bias : null, zeroPoint, channels);
  return { ...folded, steps: scalesOf(w.quant, channels).map((s) => scale * s) };
}

/** Multipliers for an output of that scale. */
function multiplied({ steps, ...folded }: Accumulators, scale: number): ChannelInputs {
  return { multipliers: steps.map((s) => s / scale), ...folded };
}

/** Whether an integer convolution's accumulators fit int32, and its multipliers the requantization rule. */
export function canConvolve({ inputs: [x, w, b], outputs: [y] }: QuantContext<ConvAttrs>): boolean {
  return !!x && !!w && !!y && isInteger(w.tensor?.data) && canRequantize(accumulatorsOf(x, w, b ?? null), y);
}

/** Whether a residual of the output's shape fits an integer convolution's accumulators with the precision that one rounding deserves. */
export function canAddResidual({ attrs, inputs: [x, w, b], outputs: [term] }: QuantContext<ConvAttrs>, { residual, output }: { residual: ValueType; output: ValueType }): boolean {
  if (!x || !w || !term || [x, w, term, residual, output].some((v) => v.dtype !== 'i8') || [residual, output].some((v) => !sameShape(v.shape, term.shape))) return false;
  if (isDepthwise(attrs, x.shape.at(-1) ?? 1)) return false;
  return channelSum(multiplied(accumulatorsOf(x, w, b ?? null), perTensor(output).scale), perTensor(residual), perTensor(output)) !== null;
}

/** What an integer convolution that writes int8 makes of the given sums of products, one per channel, biases included; null where a sum is null. */
export function requantized({ inputs: [x, w, b], outputs: [y], clamp }: QuantContext<ConvAttrs> & { readonly clamp: Clamp | null }, sums: readonly (number | null)[]): (number | null)[] {
  invariant(!!x && !!w && !!y, 'a convolution needs input, weights and output');
  const output = perTensor(y);
  const limits = clampLimits(clamp, output);
  const requant = channelRequant(multiplied(accumulatorsOf(x, w, b ?? null), output.scale));
  return sums.map((sum, c) => {
    if (sum === null || requant === null) return null;
    const [multiplier = 0, shift = 0] = requant.table.subarray(3 * c + 1, 3 * c + 3);
    return requantize(sum, requant.preShift, { multiplier, shift }, { zeroPoint: output.zeroPoint, min: limits.out_min, max: limits.out_max });
  });
}

function lowerInteger(ctx: LowerContext<ConvAttrs>, conv: Convolution): void {
  const x = perTensor(conv.x);
  const source = conv.w.tensor?.data;
  invariant(isInteger(source), 'weights of an integer convolution are int8 or int16');
  const folded = accumulatorsOf(conv.x, conv.w, conv.b);
  const weights = source instanceof Int8Array ? canonicalWeights(conv, source, new Int8Array(source.length)) : canonicalWeights(conv, source, new Int16Array(source.length));
  const common = { weights, padValue: x.zeroPoint, pad: quantizedPad(ctx.attrs, x) };
  if (conv.y.dtype === 'f32') {
    const table = channelScales(folded, folded.steps);
    if (table === null) return ctx.reject('its accumulator does not fit int32', 'keep this unit in float');
    return emit(ctx, conv, { ...common, suffix: 's8_f32', second: { channel: { constant: table, dtype: 'i32', role: 'weight' } }, params: { ...floatLimits(ctx.clamp), ...floatOutput(ctx.outputs).params } });
  }
  if (conv.residual !== null && weights instanceof Int8Array) return lowerSum(ctx, conv, { ...common, weights, accumulators: folded, residual: conv.residual });
  const y = perTensor(conv.y);
  const requant = channelRequant(multiplied(folded, y.scale));
  if (requant === null) return ctx.reject('its accumulator does not fit int32', 'keep this unit in float');
  const params = { pre_shift: requant.preShift, out_zero_point: y.zeroPoint, ...clampLimits(ctx.clamp, y) };
  emit(ctx, conv, { ...common, suffix: 's8', second: { requant: { constant: requant.table, dtype: 'i32', role: 'weight' } }, params });
}

interface Sum {
  readonly weights: Int8Array;
  readonly padValue: number;
  readonly pad: CallOperand;
  readonly accumulators: Accumulators;
  readonly residual: LowerValue;
}

function lowerSum(ctx: LowerContext<ConvAttrs>, conv: Convolution, { weights, padValue, pad, accumulators, residual }: Sum): void {
  const y = perTensor(conv.y);
  const sum = channelSum(multiplied(accumulators, y.scale), perTensor(residual), y);
  if (sum === null || conv.depthwise) return ctx.reject('its accumulator has no room for the residual', 'compile with --no-fuse-residual');
  ctx.call('conv2d_add_s8', { ...conv.geometry, groups: conv.groups, pad_value: padValue, ...sum.params, ...clampLimits(ctx.clamp, y) }, {
    x: { value: conv.x.handle }, w: { constant: weights, dtype: 'i8', role: 'weight' }, requant: { constant: sum.table, dtype: 'i32', role: 'weight' }, pad,
    residual: { value: residual.handle }, y: { value: conv.y.handle },
  });
}

function quantizedPad(attrs: ConvAttrs, x: { scale: number; zeroPoint: number }): CallOperand {
  if (attrs.padValues === null) return null;
  const values = attrs.padValues.map((v) => Math.max(-128, Math.min(127, Math.round(v / x.scale) + x.zeroPoint)));
  return { constant: Int8Array.from(values), dtype: 'i8', role: 'weight' };
}

/** Weights that are computed: nothing is packed. */
function lowerDynamic(ctx: LowerContext<ConvAttrs>, { x, w, b, y, geometry, groups }: Convolution): void {
  const operands = { x: { value: x.handle }, w: { value: w.handle }, bias: b === null ? null : { value: b.handle }, y: { value: y.handle } };
  ctx.call('conv2d_dynamic_f32', { ...geometry, groups, ...floatLimits(ctx.clamp) }, operands);
}

function lowerFloat(ctx: LowerContext<ConvAttrs>, conv: Convolution): void {
  const source = conv.w.tensor?.data;
  invariant(source instanceof Float32Array, 'weights of a float convolution are f32');
  const given = conv.b?.tensor?.data;
  const bias = given instanceof Float32Array ? given : new Float32Array(conv.w.shape[0] ?? 1);
  const weights = canonicalWeights(conv, source, new Float32Array(source.length));
  const pad: CallOperand = ctx.attrs.padValues === null ? null : { constant: Float32Array.from(ctx.attrs.padValues), dtype: 'f32', role: 'weight' };
  const stored = int8Output(ctx.outputs);
  const params = { ...floatLimits(ctx.clamp), ...stored.params };
  emit(ctx, conv, { suffix: stored.suffix, weights, second: { bias: { constant: bias, dtype: 'f32', role: 'weight' } }, params, padValue: null, pad });
}

interface Emission {
  /** Arithmetic, and element type written where that is another. */
  readonly suffix: 's8' | 'f32' | 's8_f32' | 'f32_s8';
  readonly weights: Weights;
  readonly second: Readonly<Record<string, CallOperand>>;
  readonly params: ParamValues;
  readonly padValue: number | null;
  readonly pad: CallOperand;
}

function emit(ctx: LowerContext<ConvAttrs>, conv: Convolution, e: Emission): void {
  const g = conv.geometry;
  const dtype = e.weights instanceof Int8Array ? 'i8' : e.weights instanceof Int16Array ? 'i16' : 'f32';
  const w: CallOperand = { constant: e.weights, dtype, role: 'weight' };
  const operands = { x: { value: conv.x.handle }, w, ...e.second, ...outputOperands(ctx, e.suffix) };
  const padding = e.padValue === null ? {} : { pad_value: e.padValue };
  if (dtype === 'i16') {
    ctx.call(`conv2d_w16_${e.suffix}`, { ...g, groups: conv.groups, ...padding, ...e.params }, { ...operands, pad: e.pad });
  } else if (isOnePixel(g) && conv.groups === 1) {
    ctx.call(`fully_connected_${e.suffix}`, { batch: g['batch'] ?? 1, in_c: g['in_c'] ?? 1, out_c: g['out_c'] ?? 1, ...e.params }, operands);
  } else if (conv.depthwise) {
    ctx.call(`depthwise_conv2d_${e.suffix}`, { ...g, ...padding, ...e.params }, operands);
  } else {
    ctx.call(`conv2d_${e.suffix}`, { ...g, groups: conv.groups, ...padding, ...e.params }, { ...operands, pad: e.pad });
  }
}

function outputOperands(ctx: LowerContext<ConvAttrs>, suffix: Emission['suffix']): Readonly<Record<string, CallOperand>> {
  if (suffix === 's8_f32') return floatOutput(ctx.outputs).operands;
  const [y] = ctx.outputs;
  return suffix === 's8' && y ? { y: { value: y.handle } } : int8Output(ctx.outputs).operands;
}

/** One output pixel computed from the one input pixel, no padding. */
function isOnePixel(g: ParamValues): boolean {
  const ones = ['in_h', 'in_w', 'kernel_h', 'kernel_w', 'out_h', 'out_w'].every((name) => g[name] === 1);
  return ones && g['pad_top'] === 0 && g['pad_left'] === 0;
}
