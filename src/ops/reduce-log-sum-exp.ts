// ReduceLogSumExp: https://onnx.ai/onnx/operators/onnx__ReduceLogSumExp.html: max + log(sum(exp(x - max))), which does not overflow.
import { defineDialect } from './op-def.ts';
import { axesInput, keptAttrs } from './shared/reduce.ts';

export default defineDialect({
  op: 'ReduceLogSumExp',
  since: [1, 11, 13, 18],
  arity: [1, 2],
  expand(ctx) {
    const [x = null] = ctx.inputIds;
    const axes = axesInput(ctx);
    const kept = { ...keptAttrs(ctx), keepdims: 1 };
    const max = ctx.node('ReduceMax', kept, [x, axes]);
    const exps = ctx.node('Exp', {}, [ctx.node('Sub', {}, [x, max])]);
    const sum = ctx.node('ReduceSum', keptAttrs(ctx), [exps, axes]);
    const top = ctx.node('ReduceMax', keptAttrs(ctx), [x, axes]);
    ctx.node('Add', {}, [ctx.node('Log', {}, [sum]), top], { output: ctx.outputIds[0] });
  },
});
