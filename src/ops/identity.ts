// Identity: https://onnx.ai/onnx/operators/onnx__Identity.html. A view, removed by the pass eliminate-views where nothing needs it.
import { defineOp } from './op-def.ts';
import { inferUnary } from './shared/elementwise.ts';
import { viewReference } from './shared/view.ts';

export default defineOp<Record<never, never>>({
  op: 'Identity',
  since: [1, 13, 14, 16, 19, 21, 23, 24, 25],
  arity: [1, 1],
  parse: () => ({}),
  infer: inferUnary,
  reference: viewReference,
  quant: {
    supports: () => true,
    roles: () => ({ inputs: [{ kind: 'shared' }], outputs: [{ kind: 'shared' }] }),
  },
  permute: (attrs) => attrs,
  view: true,
});
