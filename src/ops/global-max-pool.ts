// GlobalMaxPool: https://onnx.ai/onnx/operators/onnx__GlobalMaxPool.html. Decomposed into MaxPool over all of each channel.
import { defineOp } from './op-def.ts';
import { decomposeGlobalPool, globalPoolReference, inferGlobalPool } from './shared/global-pool.ts';

export default defineOp<Record<never, never>>({
  op: 'GlobalMaxPool',
  since: [1, 22],
  arity: [1, 1],
  parse: () => ({}),
  infer: inferGlobalPool,
  reference: (ctx) => globalPoolReference(ctx, (values) => values.reduce((m, v) => Math.max(m, v), -Infinity)),
  decompose: (ctx) => decomposeGlobalPool(ctx, 'MaxPool'),
});
