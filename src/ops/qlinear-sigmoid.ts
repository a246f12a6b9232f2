// com.microsoft.QLinearSigmoid: https://github.com/microsoft/onnxruntime/blob/main/docs/ContribOperators.md. Sigmoid between DequantizeLinear and QuantizeLinear.
import { defineDialect } from './op-def.ts';
import { real, store } from './shared/dialect.ts';

export default defineDialect({
  op: 'QLinearSigmoid',
  domain: 'com.microsoft',
  since: [1],
  arity: [4, 5],
  expand(ctx) {
    store(ctx, ctx.node('Sigmoid', {}, [real(ctx, [0, 1, 2])]), 3, 4);
  },
});
