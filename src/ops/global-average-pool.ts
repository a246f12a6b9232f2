// GlobalAveragePool: https://onnx.ai/onnx/operators/onnx__GlobalAveragePool.html. Decomposed into AveragePool over all of each channel.
import { defineOp } from './op-def.ts';
import { decomposeGlobalPool, globalPoolReference, inferGlobalPool } from './shared/global-pool.ts';

export default defineOp<Record<never, never>>({
  op: 'GlobalAveragePool',
  since: [1, 22],
  arity: [1, 1],
  parse: () => ({}),
  infer: inferGlobalPool,
  reference: (ctx) => globalPoolReference(ctx, (values) => values.reduce((s, v) => s + v, 0) / values.length),
  decompose: (ctx) => decomposeGlobalPool(ctx, 'AveragePool'),
});
