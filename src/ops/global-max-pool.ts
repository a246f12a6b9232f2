// GlobalMaxPool: https://onnx.ai/onnx/operators/onnx__GlobalMaxPool.html. Decomposed into MaxPool over the whole image.
import { defineOp } from './op-def.ts';
import { requiredInput } from './shared/attributes.ts';
import { decomposeGlobalPool, globalPoolReference } from './shared/global-pool.ts';
import { imageOf } from './shared/window.ts';

export default defineOp<Record<never, never>>({
  op: 'GlobalMaxPool',
  since: [1, 22],
  arity: [1, 1],
  parse: () => ({}),
  infer(ctx) {
    const x = requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx));
    const image = imageOf(x, 'nchw', ctx.reject.bind(ctx));
    return [{ dtype: x.dtype, shape: [image.batch, image.channels, 1, 1] }];
  },
  reference: (ctx) => globalPoolReference(ctx, (values) => Math.max(...values)),
  decompose: (ctx) => decomposeGlobalPool(ctx, 'MaxPool'),
});
