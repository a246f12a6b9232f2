// Div: https://onnx.ai/onnx/operators/onnx__Div.html, with multidirectional broadcasting (opset 7 and later).
import { defineOp } from './op-def.ts';
import { lowerFloatBinary } from './shared/binary.ts';
import { binaryReference, inferBinary, permuteElementwise } from './shared/elementwise.ts';

export default defineOp<Record<never, never>>({
  op: 'Div',
  since: [1, 6, 7, 13, 14],
  arity: [2, 2],
  parse: () => ({}),
  infer: inferBinary,
  reference: (ctx) => binaryReference(ctx, (a, b) => a / b),
  permute: permuteElementwise,
  clamps: true,
  lower: (ctx) => lowerFloatBinary(ctx, 'div_f32'),
});
