// NegativeLogLikelihoodLoss: https://onnx.ai/onnx/operators/onnx__NegativeLogLikelihoodLoss.html.
import { defineDialect } from './op-def.ts';
import { negativeLikelihood } from './shared/likelihood.ts';

export default defineDialect({
  op: 'NegativeLogLikelihoodLoss',
  since: [12, 13, 22],
  arity: [2, 3],
  expand: (ctx) => negativeLikelihood(ctx, ctx.inputIds[0] ?? null),
});
