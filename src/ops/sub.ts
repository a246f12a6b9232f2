// Sub: https://onnx.ai/onnx/operators/onnx__Sub.html, with multidirectional broadcasting (opset 7 and later).
import { defineOp } from './op-def.ts';
import { type SumAttrs, fitsSum, lowerIntegerSum, lowerFloatBinary } from './shared/binary.ts';
import { SUM_QUANT, inferBinary, permuteElementwise } from './shared/elementwise.ts';
import { elementwiseReference, integerKernels, lowerBinary, widened } from './shared/element-functions.ts';

const INTEGER_KERNELS = integerKernels('sub');

export default defineOp<SumAttrs>({
  op: 'Sub',
  since: [1, 6, 7, 13, 14],
  arity: [2, 2],
  parse: () => ({}),
  infer: inferBinary,
  reference: (ctx) => elementwiseReference(ctx, { float: (a, b) => a - b, integer: (a, b) => a - b }),
  quant: { ...SUM_QUANT, fits: fitsSum(-1) },
  permute: permuteElementwise,
  clamps: true,
  decompose: (ctx) => widened(ctx, 'Sub', INTEGER_KERNELS),
  lower(ctx) {
    const dtype = ctx.outputs[0]?.dtype;
    if (dtype === 'i8') return lowerIntegerSum(ctx, -1);
    return dtype === 'f32' ? lowerFloatBinary(ctx, 'sub_f32') : lowerBinary(ctx, INTEGER_KERNELS);
  },
});
