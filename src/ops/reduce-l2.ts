// ReduceL2: https://onnx.ai/onnx/operators/onnx__ReduceL2.html: the root of the sum of squares.
import { defineDialect } from './op-def.ts';
import { axesInput, keptAttrs } from './shared/reduce.ts';

export default defineDialect({
  op: 'ReduceL2',
  since: [1, 11, 13, 18],
  arity: [1, 2],
  expand(ctx) {
    const [x = null] = ctx.inputIds;
    const squares = ctx.node('Mul', {}, [x, x]);
    const sum = ctx.node('ReduceSum', keptAttrs(ctx), [squares, axesInput(ctx)]);
    ctx.node('Sqrt', {}, [sum], { output: ctx.outputIds[0] });
  },
});
