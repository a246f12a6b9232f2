// com.microsoft.QLinearAveragePool: https://github.com/microsoft/onnxruntime/blob/main/docs/ContribOperators.md. AveragePool between DequantizeLinear and
// QuantizeLinear, of planes or (channels_last) pixels.
import { defineDialect } from './op-def.ts';
import { attributes, onPlanes, real, store } from './shared/dialect.ts';

export default defineDialect({
  op: 'QLinearAveragePool',
  domain: 'com.microsoft',
  since: [1],
  arity: [4, 5],
  expand(ctx) {
    const window = attributes(ctx, ['auto_pad', 'ceil_mode', 'count_include_pad', 'kernel_shape', 'pads', 'strides']);
    store(ctx, onPlanes(ctx, real(ctx, [0, 1, 2]), (x) => ctx.node('AveragePool', window, [x])), 3, 4);
  },
});
