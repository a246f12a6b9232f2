// MatMulInteger: https://onnx.ai/onnx/operators/onnx__MatMulInteger.html. MatMul of integers less their zero points, which may be one per row and column.
import { defineDialect } from './op-def.ts';
import { expandIntegerProduct } from './shared/integer-product.ts';

export default defineDialect({
  op: 'MatMulInteger',
  since: [10],
  arity: [2, 4],
  expand(ctx) {
    expandIntegerProduct(ctx, { axis: -1, of: (a, b) => ctx.node('MatMul', {}, [a, b]) });
  },
});
