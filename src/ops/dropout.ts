// Dropout: https://onnx.ai/onnx/operators/onnx__Dropout.html. Inference only: the input passes unchanged. A view, removed by the pass eliminate-views where nothing needs it.
import { defineOp } from './op-def.ts';
import { inferUnary } from './shared/elementwise.ts';
import { viewReference } from './shared/view.ts';

export default defineOp<Record<never, never>>({
  op: 'Dropout',
  since: [1, 6, 7, 10, 12, 13, 22],
  arity: [1, 3],
  dataInputs: 1,
  parse: (ctx) => (ctx.outputCount > 1 ? ctx.reject('the mask output is not supported', 'remove the reader of the mask') : {}),
  infer: inferUnary,
  reference: viewReference,
  quant: {
    supports: () => true,
    roles: () => ({ inputs: [{ kind: 'shared' }], outputs: [{ kind: 'shared' }] }),
  },
  permute: (attrs) => attrs,
  view: true,
});
