// Relu: https://onnx.ai/onnx/operators/onnx__Relu.html. Decomposed into Clip [0, inf); of integers written as Max with 0.
import { isFloat } from '../ir/dtype.ts';
import { zeros } from '../ir/tensor.ts';
import { defineOp } from './op-def.ts';
import { inferUnary, unaryReference } from './shared/elementwise.ts';

export default defineOp<Record<never, never>>({
  op: 'Relu',
  since: [1, 6, 13, 14],
  arity: [1, 1],
  parse: () => ({}),
  infer: inferUnary,
  reference: (ctx) => unaryReference(ctx, (x) => Math.max(0, x)),
  expand(ctx) {
    const [x] = ctx.inputs;
    if (!x || isFloat(x.dtype)) return false;
    ctx.node('Max', {}, [ctx.inputIds[0] ?? null, ctx.constant(zeros(x.dtype, []))], { output: ctx.outputIds[0] });
    return true;
  },
  decompose(ctx) {
    ctx.node('Clip', { min: 0, max: Infinity }, [ctx.inputIds[0] ?? null], ctx.outputIds[0] ?? '');
    return true;
  },
});
