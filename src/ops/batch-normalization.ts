// BatchNormalization: https://onnx.ai/onnx/operators/onnx__BatchNormalization.html. With constant statistics it is decomposed into Mul and Add per channel,
// which fold-affine folds into a producer or turns into a depthwise convolution; its statistics stay with the nodes: the output of channel c was
// N(bias, scale^2) in training. Statistics that are computed, or measured on the input (training_mode), stay arithmetic on vectors.
import { invariant } from '../diagnostics/diagnostic.ts';
import { type Tensor, elementCount, makeTensor, toNumbers } from '../ir/tensor.ts';
import { type DecomposeContext, type ReferenceContext, type ValueType, defineOp } from './op-def.ts';
import { floatAttr, intAttr, requiredInput } from './shared/attributes.ts';
import { Build, type Made } from './shared/build.ts';

export type BatchNormalizationAttrs = {
  readonly epsilon: number;
  readonly momentum: number;
  /** Mean and variance are those of the input. */
  readonly training: boolean;
  readonly outputs: number;
};

function withConstants(ctx: DecomposeContext<BatchNormalizationAttrs>, statistics: readonly (readonly number[])[]): void {
  const [scale = [], shift = [], mean = [], variance = []] = statistics;
  const [x] = ctx.inputs;
  const [y] = ctx.outputs;
  invariant(!!x && !!y, 'BatchNormalization needs an input');
  const shape = [scale.length, ...x.shape.slice(2).map(() => 1)];
  const factor = scale.map((s, c) => s / Math.sqrt((variance[c] ?? 0) + ctx.attrs.epsilon));
  const offset = shift.map((b, c) => b - (mean[c] ?? 0) * (factor[c] ?? 0));
  const deviation = factor.map((f, c) => Math.abs(f) * Math.sqrt(variance[c] ?? 0));
  const scaled = { mean: factor.map((f, c) => f * (mean[c] ?? 0)), deviation };
  const product = ctx.node('Mul', {}, [ctx.inputIds[0] ?? null, ctx.constant(makeTensor('f32', shape, Float32Array.from(factor)))], y);
  ctx.state(product, scaled);
  const result = ctx.node('Add', {}, [product, ctx.constant(makeTensor('f32', shape, Float32Array.from(offset)))], ctx.outputIds[0] ?? '');
  ctx.state(result, { mean: shift, deviation });
}

interface Moments {
  readonly mean: Made;
  readonly variance: Made;
}

/** Over all but the channels. */
function momentsOf(b: Build<BatchNormalizationAttrs>, x: Made): Moments {
  const { shape } = x.type;
  const axes = shape.flatMap((_, i) => (i === 1 ? [] : [i]));
  const channels = [shape[1] ?? 1];
  const mean = b.node('ReduceMean', { axes, keepDims: false }, [x], channels);
  const centred = b.node('Sub', {}, [x, column(b, mean, shape.length)], shape);
  return { mean, variance: b.node('ReduceMean', { axes, keepDims: false }, [b.node('Mul', {}, [centred, centred], shape)], channels) };
}

function column(b: Build<BatchNormalizationAttrs>, vector: Made, rank: number): Made {
  return b.reshape(vector, [vector.type.shape[0] ?? 1, ...new Array<number>(Math.max(0, rank - 2)).fill(1)]);
}

/** momentum * running + (1 - momentum) * measured. */
function updated(b: Build<BatchNormalizationAttrs>, running: Made, measured: Made, out: string | undefined): void {
  const { momentum } = b.ctx.attrs;
  const { shape } = running.type;
  if (out === undefined) return;
  const kept = b.node('Mul', {}, [running, b.floats([], [momentum])], shape);
  b.node('Add', {}, [kept, b.node('Mul', {}, [measured, b.floats([], [1 - momentum])], shape)], { shape, out });
}

function withVectors(b: Build<BatchNormalizationAttrs>): void {
  const { attrs, outputIds } = b.ctx;
  const x = b.input(0);
  const [scale, shift, mean, variance] = [1, 2, 3, 4].map((i) => b.input(i));
  invariant(!!scale && !!shift && !!mean && !!variance, 'BatchNormalization has four statistics');
  const { shape } = x.type;
  const used = attrs.training ? momentsOf(b, x) : { mean, variance };
  const vector = scale.type.shape;
  const deviation = b.node('Sqrt', {}, [b.node('Add', {}, [used.variance, b.floats([], [attrs.epsilon])], vector)], vector);
  const factor = b.node('Div', {}, [scale, deviation], vector);
  const centred = b.node('Sub', {}, [x, column(b, used.mean, shape.length)], shape);
  const scaled = b.node('Mul', {}, [centred, column(b, factor, shape.length)], shape);
  b.node('Add', {}, [scaled, column(b, shift, shape.length)], { shape, out: outputIds[0] });
  updated(b, mean, used.mean, outputIds[1]);
  updated(b, variance, used.variance, outputIds[2]);
}

function decompose(ctx: DecomposeContext<BatchNormalizationAttrs>): boolean {
  const statistics = ctx.inputs.slice(1).flatMap((s) => (s?.tensor ? [toNumbers(s.tensor)] : []));
  if (statistics.length === 4 && !ctx.attrs.training) withConstants(ctx, statistics);
  else withVectors(new Build(ctx));
  return true;
}

/** Mean and variance of each channel. */
function measured(x: Tensor): { mean: number[]; variance: number[] } {
  const channels = x.shape[1] ?? 1;
  const plane = elementCount(x.shape.slice(2));
  const lists = Array.from({ length: channels }, (): number[] => []);
  toNumbers(x).forEach((v, i) => lists[Math.floor(i / plane) % channels]?.push(v));
  const mean = lists.map((l) => l.reduce((s, v) => s + v, 0) / l.length);
  return { mean, variance: lists.map((l, c) => l.reduce((s, v) => s + (v - (mean[c] ?? 0)) ** 2, 0) / l.length) };
}

function reference({ attrs, inputs, outputs }: ReferenceContext<BatchNormalizationAttrs>): Tensor[] {
  const [input] = inputs;
  const [x = [], scale = [], shift = [], runningMean = [], runningVariance = []] = inputs.map((t) => (t ? toNumbers(t) : []));
  const [y, ...running] = outputs;
  invariant(!!input && !!y, 'BatchNormalization needs an input');
  const { mean, variance } = attrs.training ? measured(input) : { mean: runningMean, variance: runningVariance };
  const plane = elementCount(y.shape.slice(2));
  const result = x.map((v, i) => {
    const c = Math.floor(i / plane) % (y.shape[1] ?? 1);
    return ((v - (mean[c] ?? 0)) / Math.sqrt((variance[c] ?? 0) + attrs.epsilon)) * (scale[c] ?? 1) + (shift[c] ?? 0);
  });
  const blended = [[runningMean, mean], [runningVariance, variance]].map(([before = [], now = []]) => before.map((v, c) => attrs.momentum * v + (1 - attrs.momentum) * (now[c] ?? 0)));
  return [makeTensor('f32', y.shape, Float32Array.from(result)), ...running.map((type, i) => makeTensor('f32', type.shape, Float32Array.from(blended[i] ?? [])))];
}

export default defineOp<BatchNormalizationAttrs>({
  op: 'BatchNormalization',
  since: [1, 6, 7, 9, 14, 15],
  arity: [5, 5],
  finiteConstants: true,
  parse(ctx) {
    const training = intAttr(ctx, 'training_mode', 0) !== 0;
    const old = ctx.opset < 14 && ctx.readOutputs > 1;
    if (old || ctx.readOutputs > 3) return ctx.reject('outputs of training in opsets below 14 are not supported', 'export the model for inference');
    if (!training && ctx.readOutputs > 1) return ctx.reject('statistics are read, but training_mode is 0', 'export the model for inference');
    return { epsilon: floatAttr(ctx, 'epsilon', 1e-5), momentum: floatAttr(ctx, 'momentum', 0.9), training, outputs: ctx.readOutputs };
  },
  infer(ctx) {
    const x = requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx));
    const channels = x.shape[1] ?? 1;
    if (ctx.inputs.slice(1).some((s) => s?.shape.length !== 1 || s.shape[0] !== channels)) return ctx.reject(`scale, bias, mean and variance must have shape [${channels}]`);
    const vector: ValueType = { dtype: 'f32', shape: [channels] };
    return [{ dtype: x.dtype, shape: x.shape }, vector, vector].slice(0, Math.max(1, ctx.attrs.outputs));
  },
  reference,
  decompose,
});
