// ReduceMin: https://onnx.ai/onnx/operators/onnx__ReduceMin.html. Kernels reduce one run of neighbouring axes in f32, i32 or i64.
import { defineOp } from './op-def.ts';
import { type ReduceAttrs, decomposeReduce, inferReduce, lowerReduce, parseReduce, permuteReduce, reduceReference } from './shared/reduce.ts';

export default defineOp<ReduceAttrs>({
  op: 'ReduceMin',
  since: [1, 11, 12, 13, 18, 20],
  arity: [1, 2],
  dataInputs: 1,
  parse: parseReduce,
  infer: inferReduce,
  reference: (ctx) => reduceReference(ctx, Math.min, (a, b) => (a < b ? a : b), Infinity),
  permute: permuteReduce,
  decompose: (ctx) => decomposeReduce(ctx, 'ReduceMin'),
  lower: (ctx) => lowerReduce(ctx, 'reduce_min'),
});
