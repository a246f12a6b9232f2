// ReduceProd: https://onnx.ai/onnx/operators/onnx__ReduceProd.html. Kernels reduce one run of neighbouring axes in f32, i32 or i64.
import { defineOp } from './op-def.ts';
import { type ReduceAttrs, decomposeReduce, inferReduce, lowerReduce, parseReduce, permuteReduce, reduceReference } from './shared/reduce.ts';

export default defineOp<ReduceAttrs>({
  op: 'ReduceProd',
  since: [1, 11, 13, 18],
  arity: [1, 2],
  dataInputs: 1,
  parse: parseReduce,
  infer: inferReduce,
  reference: (ctx) => reduceReference(ctx, (a, b) => a * b, (a, b) => a * b, 1),
  permute: permuteReduce,
  decompose: (ctx) => decomposeReduce(ctx, 'ReduceProd'),
  lower: (ctx) => lowerReduce(ctx, 'reduce_prod'),
});
