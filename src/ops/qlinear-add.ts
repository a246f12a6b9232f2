// com.microsoft.QLinearAdd: https://github.com/microsoft/onnxruntime/blob/main/docs/ContribOperators.md. Add on DequantizeLinear, then QuantizeLinear.
import { defineDialect } from './op-def.ts';
import { real, store } from './shared/dialect.ts';

export default defineDialect({
  op: 'QLinearAdd',
  domain: 'com.microsoft',
  since: [1],
  arity: [7, 8],
  expand(ctx) {
    store(ctx, ctx.node('Add', {}, [real(ctx, [0, 1, 2]), real(ctx, [3, 4, 5])]), 6, 7);
  },
});
