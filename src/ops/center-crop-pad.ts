// CenterCropPad: https://onnx.ai/onnx/operators/onnx__CenterCropPad.html. Crops or pads with zeros to a constant shape, around the centre: decomposed into
// a Pad with negative pads where it crops. What is odd is cropped at the end one more than at the start; padded at the end one more, too.
import { invariant } from '../diagnostics/diagnostic.ts';
import type { Tensor } from '../ir/tensor.ts';
import { defineOp } from './op-def.ts';
import pad from './pad.ts';
import { constantInput, intsAttr, normaliseAxis, requiredInput } from './shared/attributes.ts';
import { SHARED_QUANT } from './shared/movement.ts';

/** Pads per axis, negative where it is cropped. */
export type CenterCropPadAttrs = { readonly before: readonly number[]; readonly after: readonly number[] };

function padAttrs(attrs: CenterCropPadAttrs): { before: readonly number[]; after: readonly number[]; mode: 'constant'; value: number } {
  return { ...attrs, mode: 'constant', value: 0 };
}

export default defineOp<CenterCropPadAttrs>({
  op: 'CenterCropPad',
  since: [18],
  arity: [2, 2],
  dataInputs: 1,
  parse(ctx) {
    const { shape } = requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx));
    const axes = (intsAttr(ctx, 'axes') ?? shape.map((_, i) => i)).map((a) => normaliseAxis(a, shape.length, ctx.reject.bind(ctx)));
    const wanted = constantInput(ctx, 'shape', 1) ?? ctx.reject('the shape is missing');
    if (wanted.length !== axes.length || wanted.some((d) => d < 1)) return ctx.reject(`shape [${wanted.join(',')}] must give a positive size for each of ${axes.length} axes`);
    const growth = shape.map((d, i) => (axes.includes(i) ? (wanted[axes.indexOf(i)] ?? d) - d : 0));
    const before = growth.map((g) => (g < 0 ? -Math.floor(-g / 2) : Math.floor(g / 2)));
    return { before, after: growth.map((g, i) => g - (before[i] ?? 0)) };
  },
  infer(ctx) {
    const x = requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx));
    return [{ dtype: x.dtype, shape: x.shape.map((d, i) => d + (ctx.attrs.before[i] ?? 0) + (ctx.attrs.after[i] ?? 0)) }];
  },
  reference: (ctx): readonly Tensor[] => pad.reference?.({ ...ctx, attrs: padAttrs(ctx.attrs) }) ?? [],
  quant: SHARED_QUANT,
  decompose(ctx) {
    invariant(!!ctx.inputs[0], 'CenterCropPad needs an input');
    ctx.node('Pad', padAttrs(ctx.attrs), [ctx.inputIds[0] ?? null], ctx.outputIds[0] ?? '');
    return true;
  },
});
