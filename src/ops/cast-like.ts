// CastLike: https://onnx.ai/onnx/operators/onnx__CastLike.html. Written as Cast to the type of the second operand, whose elements nobody reads.
import { typeNumber } from './shared/element-type.ts';
import { defineOp } from './op-def.ts';
import { requiredInput } from './shared/attributes.ts';

export default defineOp<Record<never, never>>({
  op: 'CastLike',
  since: [15, 19, 21, 23, 24, 25],
  arity: [2, 2],
  parse: () => ({}),
  infer: (ctx) => ctx.reject('it is read as another operator'),
  expand(ctx) {
    const { dtype } = requiredInput(ctx.inputs, 1, ctx.reject.bind(ctx));
    ctx.node('Cast', { to: typeNumber(dtype) }, [ctx.inputIds[0] ?? null], { output: ctx.outputIds[0] });
    return true;
  },
});
