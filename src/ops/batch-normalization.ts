// BatchNormalization (inference): https://onnx.ai/onnx/operators/onnx__BatchNormalization.html.
// Decomposed into Mul and Add with per-channel constants, which the pass fold-affine folds into a producer or turns into a depthwise convolution.
// Its statistics stay with the nodes: the output of channel c was N(bias, scale^2) in training.
import { invariant } from '../diagnostics/diagnostic.ts';
import { elementCount, makeTensor, toNumbers } from '../ir/tensor.ts';
import { type DecomposeContext, defineOp } from './op-def.ts';
import { floatAttr, intAttr, oneElementType, requiredInput } from './shared/attributes.ts';

export type BatchNormalizationAttrs = { readonly epsilon: number };

function decompose(ctx: DecomposeContext<BatchNormalizationAttrs>): boolean {
  const [x, ...statistics] = ctx.inputs;
  const [scale, shift, mean, variance] = statistics.map((s) => (s?.tensor ? toNumbers(s.tensor) : null));
  const y = ctx.outputs[0];
  invariant(!!x && !!y, 'BatchNormalization needs an input');
  if (!scale || !shift || !mean || !variance) return false;
  const shape = [scale.length, ...x.shape.slice(2).map(() => 1)];
  const factor = scale.map((s, c) => s / Math.sqrt((variance[c] ?? 0) + ctx.attrs.epsilon));
  const offset = shift.map((b, c) => b - (mean[c] ?? 0) * (factor[c] ?? 0));
  const deviation = factor.map((f, c) => Math.abs(f) * Math.sqrt(variance[c] ?? 0));
  const scaled = { mean: factor.map((f, c) => f * (mean[c] ?? 0)), deviation };
  const product = ctx.node('Mul', {}, [ctx.inputIds[0] ?? null, ctx.constant(makeTensor('f32', shape, Float32Array.from(factor)))], y);
  ctx.state(product, scaled);
  const result = ctx.node('Add', {}, [product, ctx.constant(makeTensor('f32', shape, Float32Array.from(offset)))], ctx.outputIds[0] ?? '');
  ctx.state(result, { mean: shift, deviation });
  return true;
}

export default defineOp<BatchNormalizationAttrs>({
  op: 'BatchNormalization',
  since: [1, 6, 7, 9, 14, 15],
  arity: [5, 5],
  finiteConstants: true,
  parse(ctx) {
    if (ctx.outputCount > 1 || intAttr(ctx, 'training_mode', 0) !== 0) return ctx.reject('training mode is not supported', 'export the model for inference');
    if (ctx.inputs.slice(1).some((s) => !s?.tensor)) return ctx.reject('scale, bias, mean and variance must be constants', 'export the model for inference');
    const epsilon = floatAttr(ctx, 'epsilon', 1e-5);
    const variance = ctx.inputs[4]?.tensor;
    const bad = variance ? toNumbers(variance).find((v) => !(v + epsilon > 0)) : undefined;
    return bad === undefined ? { epsilon } : ctx.reject(`a variance is ${bad} and epsilon ${epsilon}; their sum must be positive`);
  },
  infer(ctx) {
    const x = requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx));
    const channels = x.shape[1];
    oneElementType(ctx.inputs, ctx.reject.bind(ctx));
    if (ctx.inputs.slice(1).some((s) => s?.shape.length !== 1 || s.shape[0] !== channels)) return ctx.reject(`scale, bias, mean and variance must have shape [${channels}]`);
    return [{ dtype: x.dtype, shape: x.shape }];
  },
  reference({ attrs, inputs, outputs }) {
    const [x, scale, shift, mean, variance] = inputs.map((t) => (t ? toNumbers(t) : []));
    const [y] = outputs;
    invariant(!!x && !!y, 'BatchNormalization needs an input');
    const plane = elementCount(y.shape.slice(2));
    const result = x.map((v, i) => {
      const c = Math.floor(i / plane) % (y.shape[1] ?? 1);
      return ((v - (mean?.[c] ?? 0)) / Math.sqrt((variance?.[c] ?? 0) + attrs.epsilon)) * (scale?.[c] ?? 1) + (shift?.[c] ?? 0);
    });
    return [makeTensor('f32', y.shape, Float32Array.from(result))];
  },
  decompose,
});
