// Mul: https://onnx.ai/onnx/operators/onnx__Mul.html, with multidirectional broadcasting (opset 7 and later).
import { defineOp } from './op-def.ts';
import { fitsProduct, lowerIntegerProduct, lowerFloatBinary } from './shared/binary.ts';
import { PRODUCT_QUANT, inferBinary, permuteElementwise } from './shared/elementwise.ts';
import { elementwiseReference, integerKernels, lowerBinary, widened } from './shared/element-functions.ts';

const INTEGER_KERNELS = integerKernels('mul');

export default defineOp<Record<never, never>>({
  op: 'Mul',
  since: [1, 6, 7, 13, 14],
  arity: [2, 2],
  parse: () => ({}),
  infer: inferBinary,
  reference: (ctx) => elementwiseReference(ctx, { float: (a, b) => a * b, integer: (a, b) => a * b }),
  quant: { ...PRODUCT_QUANT, fits: fitsProduct },
  permute: permuteElementwise,
  clamps: true,
  decompose: (ctx) => widened(ctx, 'Mul', INTEGER_KERNELS),
  lower(ctx) {
    const dtype = ctx.outputs[0]?.dtype;
    if (dtype === 'i8') return lowerIntegerProduct(ctx);
    return dtype === 'f32' ? lowerFloatBinary(ctx, 'mul_f32') : lowerBinary(ctx, INTEGER_KERNELS);
  },
});
