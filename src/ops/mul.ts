// Mul: https://onnx.ai/onnx/operators/onnx__Mul.html, with multidirectional broadcasting (opset 7 and later).
import { defineOp } from './op-def.ts';
import { fitsProduct, lowerIntegerProduct, lowerFloatBinary } from './shared/binary.ts';
import { PRODUCT_QUANT, binaryReference, inferBinary, permuteElementwise } from './shared/elementwise.ts';

export default defineOp<Record<never, never>>({
  op: 'Mul',
  since: [1, 6, 7, 13, 14],
  arity: [2, 2],
  parse: () => ({}),
  infer: inferBinary,
  reference: (ctx) => binaryReference(ctx, (a, b) => a * b),
  quant: { ...PRODUCT_QUANT, fits: fitsProduct },
  permute: permuteElementwise,
  clamps: true,
  lower: (ctx) => (ctx.outputs[0]?.dtype === 'i8' ? lowerIntegerProduct(ctx) : lowerFloatBinary(ctx, 'mul_f32')),
});
