// SwiGLU: https://onnx.ai/onnx/operators/onnx__SwiGLU.html: Swish of the first operand, times the second. Written as Swish and Mul.
import { defineOp } from './op-def.ts';
import { floatAttr } from './shared/attributes.ts';

export default defineOp<Record<never, never>>({
  op: 'SwiGLU',
  since: [28],
  arity: [2, 2],
  parse: () => ({}),
  infer: (ctx) => ctx.reject('it is read as other operators'),
  expand(ctx) {
    const [a = null, b = null] = ctx.inputIds;
    const gate = ctx.node('Swish', { alpha: floatAttr(ctx, 'alpha', 1) }, [a]);
    ctx.node('Mul', {}, [gate, b], { output: ctx.outputIds[0] });
    return true;
  },
});
