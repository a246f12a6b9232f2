// Unsqueeze: https://onnx.ai/onnx/operators/onnx__Unsqueeze.html. Axes are an attribute up to opset 12, a constant input from 13. Decomposed into Reshape.
import { defineOp } from './op-def.ts';
import { intsAttrOrInput, normaliseAxis, requiredInput } from './shared/attributes.ts';
import { SHARED_QUANT } from './shared/movement.ts';
import { decomposeToReshape, viewReference } from './shared/view.ts';

export type UnsqueezeAttrs = { readonly axes: readonly number[] };

export default defineOp<UnsqueezeAttrs>({
  op: 'Unsqueeze',
  since: [1, 11, 13, 21, 23, 24, 25],
  arity: [1, 2],
  dataInputs: 1,
  parse(ctx) {
    const { shape } = requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx));
    const given = intsAttrOrInput(ctx, 'axes', 1) ?? ctx.reject('axes are missing');
    const axes = given.map((a) => normaliseAxis(a, shape.length + given.length, ctx.reject.bind(ctx)));
    return new Set(axes).size === axes.length ? { axes } : ctx.reject(`axes [${given.join(',')}] repeat`);
  },
  infer(ctx) {
    const x = requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx));
    const rest = [...x.shape];
    const rank = x.shape.length + ctx.attrs.axes.length;
    return [{ dtype: x.dtype, shape: Array.from({ length: rank }, (_, i) => (ctx.attrs.axes.includes(i) ? 1 : (rest.shift() ?? 1))) }];
  },
  reference: viewReference,
  quant: SHARED_QUANT,
  decompose: decomposeToReshape,
});
