// QLinearConv: https://onnx.ai/onnx/operators/onnx__QLinearConv.html. Conv on DequantizeLinear, then QuantizeLinear; weights per tensor or per output.
import { defineDialect } from './op-def.ts';
import { attributes, real, realBias, store } from './shared/dialect.ts';

export default defineDialect({
  op: 'QLinearConv',
  since: [10],
  arity: [8, 9],
  expand(ctx) {
    const window = attributes(ctx, ['auto_pad', 'dilations', 'group', 'kernel_shape', 'pads', 'strides']);
    store(ctx, ctx.node('Conv', window, [real(ctx, [0, 1, 2]), real(ctx, [3, 4, 5]), realBias(ctx, 8, [1, 4])]), 6, 7);
  },
});
