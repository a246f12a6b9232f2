// ReduceLogSum: https://onnx.ai/onnx/operators/onnx__ReduceLogSum.html: the logarithm of the sum.
import { defineDialect } from './op-def.ts';
import { axesInput, keptAttrs } from './shared/reduce.ts';

export default defineDialect({
  op: 'ReduceLogSum',
  since: [1, 11, 13, 18],
  arity: [1, 2],
  expand(ctx) {
    const sum = ctx.node('ReduceSum', keptAttrs(ctx), [ctx.inputIds[0] ?? null, axesInput(ctx)]);
    ctx.node('Log', {}, [sum], { output: ctx.outputIds[0] });
  },
});
