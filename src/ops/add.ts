// Add: https://onnx.ai/onnx/operators/onnx__Add.html, with multidirectional broadcasting (opset 7 and later).
import { sameShape } from '../ir/tensor.ts';
import { defineOp } from './op-def.ts';
import { lowerIntegerSum, lowerFloatBinary } from './shared/binary.ts';
import { SUM_QUANT, binaryReference, inferBinary, permuteElementwise } from './shared/elementwise.ts';

export default defineOp<Record<never, never>>({
  op: 'Add',
  since: [1, 6, 7, 13, 14],
  arity: [2, 2],
  parse: () => ({}),
  infer: inferBinary,
  reference: (ctx) => binaryReference(ctx, (a, b) => a + b),
  quant: SUM_QUANT,
  permute: permuteElementwise,
  homogeneous: ({ inputs }) => inputs.every((x) => x !== null && !x.tensor && sameShape(x.shape, inputs[0]?.shape ?? [])),
  clamps: true,
  lower: (ctx) => (ctx.outputs[0]?.dtype === 'i8' ? lowerIntegerSum(ctx, 1) : lowerFloatBinary(ctx, 'add_f32')),
});
