// ReduceL1: https://onnx.ai/onnx/operators/onnx__ReduceL1.html: the sum of magnitudes.
import { defineDialect } from './op-def.ts';
import { axesInput, keptAttrs } from './shared/reduce.ts';

export default defineDialect({
  op: 'ReduceL1',
  since: [1, 11, 13, 18],
  arity: [1, 2],
  expand(ctx) {
    const magnitudes = ctx.node('Abs', {}, [ctx.inputIds[0] ?? null]);
    ctx.node('ReduceSum', keptAttrs(ctx), [magnitudes, axesInput(ctx)], { output: ctx.outputIds[0] });
  },
});
