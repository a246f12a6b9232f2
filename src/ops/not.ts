// Not: https://onnx.ai/onnx/operators/onnx__Not.html, of bools.
import { defineOp } from './op-def.ts';
import { elementwiseReference, lowerUnary } from './shared/element-functions.ts';
import { inferUnary, permuteElementwise } from './shared/elementwise.ts';

export default defineOp<Record<never, never>>({
  op: 'Not',
  since: [1],
  arity: [1, 1],
  parse: () => ({}),
  infer(ctx) {
    const [type] = inferUnary(ctx);
    return type?.dtype === 'bool' ? [type] : ctx.reject(`element type ${type?.dtype} is not allowed; bool is expected`);
  },
  reference: (ctx) => elementwiseReference(ctx, { integer: (x) => x === 0n }),
  permute: permuteElementwise,
  lower: (ctx) => lowerUnary(ctx, { bool: 'not_8' }),
});
