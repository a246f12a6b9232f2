// Dropout: https://onnx.ai/onnx/operators/onnx__Dropout.html (training_mode is an input from opset 12). Inference only: the input passes unchanged.
// A view, removed by the pass eliminate-views where nothing needs it.
import { type ParseContext, defineOp } from './op-def.ts';
import { constantInput } from './shared/attributes.ts';
import { inferUnary } from './shared/elementwise.ts';
import { viewReference } from './shared/view.ts';

function parse(ctx: ParseContext): Record<never, never> {
  if (ctx.readOutputs > 1) return ctx.reject('the mask output is not supported', 'remove the reader of the mask');
  const training = constantInput(ctx, 'training_mode', 2)?.[0] ?? 0;
  return training === 0 ? {} : ctx.reject('training mode is not supported', 'export the model for inference');
}

export default defineOp<Record<never, never>>({
  op: 'Dropout',
  since: [1, 6, 7, 10, 12, 13, 22],
  arity: [1, 3],
  dataInputs: 1,
  parse,
  infer: inferUnary,
  reference: viewReference,
  quant: {
    supports: () => true,
    roles: () => ({ inputs: [{ kind: 'shared' }], outputs: [{ kind: 'shared' }] }),
  },
  permute: (attrs) => attrs,
  view: true,
});
