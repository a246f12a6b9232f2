// ReduceMean: https://onnx.ai/onnx/operators/onnx__ReduceMean.html. In float an AveragePool over the reduced axes, so that it has an INT8 form;
// of integers the sum, divided.
import { makeData } from '../ir/dtype.ts';
import { elementCount, makeTensor } from '../ir/tensor.ts';
import { type DecomposeContext, defineOp } from './op-def.ts';
import { type ReduceAttrs, inferReduce, parseReduce, permuteReduce, reduceReference } from './shared/reduce.ts';
import { reduceByPool } from './shared/reduce-pool.ts';

function countOf(ctx: Pick<DecomposeContext<ReduceAttrs>, 'attrs' | 'inputs'>): number {
  return ctx.attrs.axes.reduce((p, a) => p * (ctx.inputs[0]?.shape[a] ?? 1), 1);
}

function dividedSum(ctx: DecomposeContext<ReduceAttrs>): boolean {
  const [y] = ctx.outputs;
  if (!y) return false;
  const sum = ctx.node('ReduceSum', ctx.attrs, [ctx.inputIds[0] ?? null], y);
  const data = makeData(y.dtype, 1);
  data[0] = data instanceof BigInt64Array || data instanceof BigUint64Array ? BigInt(countOf(ctx)) : countOf(ctx);
  ctx.node('Div', {}, [sum, ctx.constant(makeTensor(y.dtype, [], data))], ctx.outputIds[0] ?? y);
  return true;
}

export default defineOp<ReduceAttrs>({
  op: 'ReduceMean',
  since: [1, 11, 13, 18],
  arity: [1, 2],
  dataInputs: 1,
  parse: parseReduce,
  infer: inferReduce,
  reference(ctx) {
    const [sum] = reduceReference(ctx, (a, b) => a + b, (a, b) => a + b);
    if (sum === undefined) return [];
    const count = countOf({ attrs: ctx.attrs, inputs: ctx.inputs });
    const data = makeData(sum.dtype, elementCount(sum.shape));
    for (let i = 0; i < data.length; i++) data[i] = typeof sum.data[i] === 'bigint' ? BigInt(sum.data[i] ?? 0n) / BigInt(count) : sum.dtype === 'f32' ? Number(sum.data[i]) / count : Math.trunc(Number(sum.data[i]) / count);
    return [makeTensor(sum.dtype, sum.shape, data)];
  },
  permute: permuteReduce,
  decompose: (ctx) => reduceByPool(ctx, 'AveragePool') || dividedSum(ctx),
});
