// Sum: https://onnx.ai/onnx/operators/onnx__Sum.html. Decomposed into a chain of Add.
import { defineOp } from './op-def.ts';
import { chain, inferVariadic, variadicReference } from './shared/element-functions.ts';
import { permuteElementwise } from './shared/elementwise.ts';

export default defineOp<Record<never, never>>({
  op: 'Sum',
  since: [1, 6, 8, 13],
  arity: [1, Infinity],
  parse: () => ({}),
  infer: inferVariadic,
  reference: (ctx) => variadicReference(ctx, { float: (a, b) => a + b, integer: (a, b) => a + b }),
  permute: permuteElementwise,
  decompose(ctx) {
    chain(ctx, 'Add', ctx.outputIds[0] ?? '');
    return true;
  },
});
