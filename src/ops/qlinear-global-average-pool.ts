// com.microsoft.QLinearGlobalAveragePool: https://github.com/microsoft/onnxruntime/blob/main/docs/ContribOperators.md. GlobalAveragePool between
// DequantizeLinear and QuantizeLinear, of planes or (channels_last) pixels.
import { defineDialect } from './op-def.ts';
import { onPlanes, real, store } from './shared/dialect.ts';

export default defineDialect({
  op: 'QLinearGlobalAveragePool',
  domain: 'com.microsoft',
  since: [1],
  arity: [5, 5],
  expand(ctx) {
    store(ctx, onPlanes(ctx, real(ctx, [0, 1, 2]), (x) => ctx.node('GlobalAveragePool', {}, [x])), 3, 4);
  },
});
