// SoftmaxCrossEntropyLoss: https://onnx.ai/onnx/operators/onnx__SoftmaxCrossEntropyLoss.html: the negative log likelihood of LogSoftmax over the classes,
// which is the second output.
import { defineDialect } from './op-def.ts';
import { negativeLikelihood } from './shared/likelihood.ts';

export default defineDialect({
  op: 'SoftmaxCrossEntropyLoss',
  since: [12, 13],
  arity: [2, 3],
  expand(ctx) {
    const likelihoods = ctx.outputIds[1];
    negativeLikelihood(ctx, ctx.node('LogSoftmax', { axis: 1 }, [ctx.inputIds[0] ?? null], likelihoods === undefined || likelihoods === '' ? {} : { output: likelihoods }));
  },
});
