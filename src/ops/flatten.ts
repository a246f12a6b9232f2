// Flatten: https://onnx.ai/onnx/operators/onnx__Flatten.html. Decomposed into Reshape.
import { defineOp } from './op-def.ts';
import { intAttr, requiredInput } from './shared/attributes.ts';
import { SHARED_QUANT } from './shared/movement.ts';
import { decomposeToReshape, viewReference } from './shared/view.ts';

export type FlattenAttrs = { readonly axis: number };

export default defineOp<FlattenAttrs>({
  op: 'Flatten',
  since: [1, 9, 11, 13, 21, 23, 24, 25],
  arity: [1, 1],
  parse(ctx) {
    const rank = requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx)).shape.length;
    const axis = intAttr(ctx, 'axis', 1);
    if (axis < -rank || axis > rank) return ctx.reject(`axis ${axis} is outside a tensor of rank ${rank}`);
    return { axis: axis < 0 ? axis + rank : axis };
  },
  infer(ctx) {
    const x = requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx));
    const product = (dims: readonly number[]): number => dims.reduce((p, d) => p * d, 1);
    return [{ dtype: x.dtype, shape: [product(x.shape.slice(0, ctx.attrs.axis)), product(x.shape.slice(ctx.attrs.axis))] }];
  },
  reference: viewReference,
  quant: SHARED_QUANT,
  decompose: decomposeToReshape,
});
