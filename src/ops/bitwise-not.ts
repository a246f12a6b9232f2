// BitwiseNot: https://onnx.ai/onnx/operators/onnx__BitwiseNot.html. Decomposed into BitwiseXor with a constant of ones.
import { isFloat } from '../ir/dtype.ts';
import { defineOp } from './op-def.ts';
import { elementwiseReference, tensorOf } from './shared/element-functions.ts';
import { inferUnary, permuteElementwise } from './shared/elementwise.ts';

export default defineOp<Record<never, never>>({
  op: 'BitwiseNot',
  since: [18],
  arity: [1, 1],
  parse: () => ({}),
  infer(ctx) {
    const [type] = inferUnary(ctx);
    return type && (isFloat(type.dtype) || type.dtype === 'bool') ? ctx.reject(`element type ${type.dtype} is not allowed; integers are expected`) : type ? [type] : [];
  },
  reference: (ctx) => elementwiseReference(ctx, { integer: (x) => ~x }),
  permute: permuteElementwise,
  decompose(ctx) {
    const dtype = ctx.inputs[0]?.dtype ?? 'i32';
    ctx.node('BitwiseXor', {}, [ctx.inputIds[0] ?? null, ctx.constant(tensorOf({ dtype, shape: [] }, [-1n]))], ctx.outputIds[0] ?? '');
    return true;
  },
});
