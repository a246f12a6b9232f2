// Dropout: https://onnx.ai/onnx/operators/onnx__Dropout.html (ratio and training_mode are inputs from opset 12). The input passes unchanged, as in inference or
// with ratio 0, and the mask is a constant. A view, removed by the pass eliminate-views where nothing needs it.
import { elementCount } from '../ir/tensor.ts';
import { type ParseContext, defineOp } from './op-def.ts';
import { constantInput, requiredInput } from './shared/attributes.ts';
import { fromNumbers } from './shared/elementwise.ts';
import { SHARED_QUANT } from './shared/movement.ts';
import { viewReference } from './shared/view.ts';

export type DropoutAttrs = { readonly hasMask: boolean; readonly boolMask: boolean };

function parse(ctx: ParseContext): DropoutAttrs {
  const training = constantInput(ctx, 'training_mode', 2)?.[0] ?? 0;
  const ratio = ctx.inputs[1] ? (constantInput(ctx, 'ratio', 1)?.[0] ?? 0.5) : 0.5;
  if (training !== 0 && ratio !== 0) return ctx.reject(`training mode with ratio ${ratio} is not supported`, 'export the model for inference');
  return { hasMask: ctx.outputCount > 1, boolMask: ctx.opset >= 10 };
}

export default defineOp<DropoutAttrs>({
  op: 'Dropout',
  since: [1, 6, 7, 10, 12, 13, 22],
  arity: [1, 3],
  dataInputs: 1,
  parse,
  infer(ctx) {
    const { dtype, shape } = requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx));
    const mask = { dtype: ctx.attrs.boolMask ? ('bool' as const) : dtype, shape };
    const ones = new Array<number>(ctx.attrs.hasMask ? elementCount(shape) : 0).fill(1);
    return [{ dtype, shape }, ...(ctx.attrs.hasMask ? [{ ...mask, tensor: fromNumbers(mask, ones) }] : [])];
  },
  reference: (ctx) => viewReference(ctx),
  quant: SHARED_QUANT,
  permute: (attrs) => attrs,
  view: true,
});
