// LogSoftmax: https://onnx.ai/onnx/operators/onnx__LogSoftmax.html: x - max - log(sum(exp(x - max))), along one axis from opset 13; before, over
// all axes from `axis` on.
import { defineDialect } from './op-def.ts';
import { type AlongAxis, expandAlongAxis } from './shared/flattened.ts';
import { intList } from './shared/writer.ts';

const along: AlongAxis = (ctx, x, { axis }, output) => {
  const axes = intList(ctx, axis);
  const shifted = ctx.node('Sub', {}, [x, ctx.node('ReduceMax', {}, [x, axes])]);
  const sum = ctx.node('ReduceSum', {}, [ctx.node('Exp', {}, [shifted]), axes]);
  return ctx.node('Sub', {}, [shifted, ctx.node('Log', {}, [sum])], { output });
};

export default defineDialect({
  op: 'LogSoftmax',
  since: [1, 11, 13],
  arity: [1, 1],
  expand: (ctx) => expandAlongAxis(ctx, along),
});
