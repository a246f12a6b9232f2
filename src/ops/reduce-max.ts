// ReduceMax: https://onnx.ai/onnx/operators/onnx__ReduceMax.html. In float a MaxPool over the reduced axes, seen as the height of an image
// [outer][count][1][inner]; integers have kernels of their own.
import { defineOp } from './op-def.ts';
import { type ReduceAttrs, inferReduce, lowerReduce, parseReduce, permuteReduce, reduceReference, splitRuns, widenedReduce } from './shared/reduce.ts';
import { reduceByPool } from './shared/reduce-pool.ts';

export default defineOp<ReduceAttrs>({
  op: 'ReduceMax',
  since: [1, 11, 12, 13, 18, 20],
  arity: [1, 2],
  dataInputs: 1,
  parse: parseReduce,
  infer: inferReduce,
  reference: (ctx) => reduceReference(ctx, Math.max, (a, b) => (a > b ? a : b), -Infinity),
  permute: permuteReduce,
  decompose: (ctx) => widenedReduce(ctx, 'ReduceMax') || reduceByPool(ctx, 'MaxPool') || splitRuns(ctx, 'ReduceMax'),
  lower: (ctx) => lowerReduce(ctx, 'reduce_max'),
});
