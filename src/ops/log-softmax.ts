// LogSoftmax: https://onnx.ai/onnx/operators/onnx__LogSoftmax.html: x - max - log(sum(exp(x - max))), along one axis from opset 13; before, over
// all axes from `axis` on.
import { elementCount, makeTensor } from '../ir/tensor.ts';
import { type ExpandContext, defineDialect } from './op-def.ts';
import { flattenedFrom, shapeTensor } from './shared/flattened.ts';

function along(ctx: ExpandContext, x: string | null, axis: number, output: string | undefined): string {
  const axes = ctx.constant(makeTensor('i64', [1], BigInt64Array.of(BigInt(axis))));
  const shifted = ctx.node('Sub', {}, [x, ctx.node('ReduceMax', {}, [x, axes])]);
  const sum = ctx.node('ReduceSum', {}, [ctx.node('Exp', {}, [shifted]), axes]);
  return ctx.node('Sub', {}, [shifted, ctx.node('Log', {}, [sum])], { output });
}

export default defineDialect({
  op: 'LogSoftmax',
  since: [1, 11, 13],
  arity: [1, 1],
  expand(ctx) {
    const { shape, axis, flattened } = flattenedFrom(ctx);
    const [x = null] = ctx.inputIds;
    if (!flattened) return void along(ctx, x, axis, ctx.outputIds[0]);
    const rows = ctx.node('Reshape', {}, [x, ctx.constant(shapeTensor([elementCount(shape.slice(0, axis)), elementCount(shape.slice(axis))]))]);
    ctx.node('Reshape', {}, [along(ctx, rows, 1, undefined), ctx.constant(shapeTensor(shape))], { output: ctx.outputIds[0] });
  },
});
