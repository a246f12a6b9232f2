// ReduceSumSquare: https://onnx.ai/onnx/operators/onnx__ReduceSumSquare.html: the sum of squares.
import { defineDialect } from './op-def.ts';
import { axesInput, keptAttrs } from './shared/reduce.ts';

export default defineDialect({
  op: 'ReduceSumSquare',
  since: [1, 11, 13, 18],
  arity: [1, 2],
  expand(ctx) {
    const [x = null] = ctx.inputIds;
    const squares = ctx.node('Mul', {}, [x, x]);
    ctx.node('ReduceSum', keptAttrs(ctx), [squares, axesInput(ctx)], { output: ctx.outputIds[0] });
  },
});
