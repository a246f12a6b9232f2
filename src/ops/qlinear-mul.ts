// com.microsoft.QLinearMul: https://github.com/microsoft/onnxruntime/blob/main/docs/ContribOperators.md. Mul on DequantizeLinear, then QuantizeLinear.
import { defineDialect } from './op-def.ts';
import { real, store } from './shared/dialect.ts';

export default defineDialect({
  op: 'QLinearMul',
  domain: 'com.microsoft',
  since: [1],
  arity: [7, 8],
  expand(ctx) {
    store(ctx, ctx.node('Mul', {}, [real(ctx, [0, 1, 2]), real(ctx, [3, 4, 5])]), 6, 7);
  },
});
