// Squeeze: https://onnx.ai/onnx/operators/onnx__Squeeze.html. Axes are an attribute up to opset 12, a constant input from 13. Decomposed into Reshape.
import { defineOp } from './op-def.ts';
import { intsAttrOrInput, normaliseAxis, requiredInput } from './shared/attributes.ts';
import { SHARED_QUANT } from './shared/movement.ts';
import { decomposeToReshape, viewReference } from './shared/view.ts';

export type SqueezeAttrs = { readonly axes: readonly number[] };

export default defineOp<SqueezeAttrs>({
  op: 'Squeeze',
  since: [1, 11, 13, 21, 23, 24, 25],
  arity: [1, 2],
  dataInputs: 1,
  parse(ctx) {
    const { shape } = requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx));
    const given = intsAttrOrInput(ctx, 'axes', 1);
    const axes = given === null ? shape.flatMap((d, i) => (d === 1 ? [i] : [])) : given.map((a) => normaliseAxis(a, shape.length, ctx.reject.bind(ctx)));
    if (new Set(axes).size < axes.length) return ctx.reject(`axes [${axes.join(',')}] repeat`);
    const wide = axes.find((a) => shape[a] !== 1);
    return wide === undefined ? { axes } : ctx.reject(`dimension ${wide} of [${shape.join(',')}] is not 1`);
  },
  infer(ctx) {
    const x = requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx));
    return [{ dtype: x.dtype, shape: x.shape.filter((_, i) => !ctx.attrs.axes.includes(i)) }];
  },
  reference: viewReference,
  quant: SHARED_QUANT,
  decompose: decomposeToReshape,
});
