// com.microsoft.QLinearLeakyRelu: https://github.com/microsoft/onnxruntime/blob/main/docs/ContribOperators.md. LeakyRelu between DequantizeLinear and QuantizeLinear.
import { defineDialect } from './op-def.ts';
import { attributes, real, store } from './shared/dialect.ts';

export default defineDialect({
  op: 'QLinearLeakyRelu',
  domain: 'com.microsoft',
  since: [1],
  arity: [4, 5],
  expand(ctx) {
    store(ctx, ctx.node('LeakyRelu', attributes(ctx, ['alpha']), [real(ctx, [0, 1, 2])]), 3, 4);
  },
});
