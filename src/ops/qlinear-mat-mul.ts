// QLinearMatMul: https://onnx.ai/onnx/operators/onnx__QLinearMatMul.html (opset 21: scales of half floats). MatMul on DequantizeLinear, then QuantizeLinear.
// The first operand may have a scale per row, the second per column.
import { defineDialect } from './op-def.ts';
import { real, store } from './shared/dialect.ts';

export default defineDialect({
  op: 'QLinearMatMul',
  since: [10, 21],
  arity: [8, 8],
  expand(ctx) {
    store(ctx, ctx.node('MatMul', {}, [real(ctx, [0, 1, 2], -2), real(ctx, [3, 4, 5], -1)]), 6, 7);
  },
});
