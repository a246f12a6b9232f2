// Sub: https://onnx.ai/onnx/operators/onnx__Sub.html, with multidirectional broadcasting (opset 7 and later).
import { defineOp } from './op-def.ts';
import { type SumAttrs, fitsSum, lowerIntegerSum, lowerFloatBinary } from './shared/binary.ts';
import { SUM_QUANT, binaryReference, inferBinary, permuteElementwise } from './shared/elementwise.ts';

export default defineOp<SumAttrs>({
  op: 'Sub',
  since: [1, 6, 7, 13, 14],
  arity: [2, 2],
  parse: () => ({}),
  infer: inferBinary,
  reference: (ctx) => binaryReference(ctx, (a, b) => a - b),
  quant: { ...SUM_QUANT, fits: fitsSum(-1) },
  permute: permuteElementwise,
  clamps: true,
  lower: (ctx) => (ctx.outputs[0]?.dtype === 'i8' ? lowerIntegerSum(ctx, -1) : lowerFloatBinary(ctx, 'sub_f32')),
});
