// IsNaN: https://onnx.ai/onnx/operators/onnx__IsNaN.html. Decomposed into Not and Equal: only NaN differs from itself.
import { defineOp } from './op-def.ts';
import { elementwiseReference } from './shared/element-functions.ts';
import { inferUnary, permuteElementwise } from './shared/elementwise.ts';

export default defineOp<Record<never, never>>({
  op: 'IsNaN',
  since: [9, 13, 20],
  arity: [1, 1],
  parse: () => ({}),
  infer: (ctx) => inferUnary(ctx).map((type) => ({ ...type, dtype: 'bool' })),
  reference: (ctx) => elementwiseReference(ctx, { float: (x) => Number.isNaN(x) }),
  permute: permuteElementwise,
  decompose(ctx) {
    const [id = null] = ctx.inputIds;
    const isSame = ctx.node('Equal', {}, [id, id], { dtype: 'bool', shape: ctx.outputs[0]?.shape ?? [] });
    ctx.node('Not', {}, [isSame], ctx.outputIds[0] ?? '');
    return true;
  },
});
