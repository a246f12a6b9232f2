// Div: https://onnx.ai/onnx/operators/onnx__Div.html, with multidirectional broadcasting (opset 7 and later).
// Integers are truncated; a divisor of 0 gives 0.
import { defineOp } from './op-def.ts';
import { lowerFloatBinary } from './shared/binary.ts';
import { inferBinary, permuteElementwise } from './shared/elementwise.ts';
import { elementwiseReference, lowerBinary, signedKernels, widened } from './shared/element-functions.ts';

const INTEGER_KERNELS = signedKernels('div');

export default defineOp<Record<never, never>>({
  op: 'Div',
  since: [1, 6, 7, 13, 14],
  arity: [2, 2],
  parse: () => ({}),
  infer: inferBinary,
  reference: (ctx) => elementwiseReference(ctx, { float: (a, b) => a / b, integer: (a, b) => (b === 0n ? 0n : a / b) }),
  permute: permuteElementwise,
  clamps: true,
  decompose: (ctx) => widened(ctx, 'Div', INTEGER_KERNELS),
  lower: (ctx) => (ctx.outputs[0]?.dtype === 'f32' ? lowerFloatBinary(ctx, 'div_f32') : lowerBinary(ctx, INTEGER_KERNELS)),
});
