// ScatterElements: https://onnx.ai/onnx/operators/onnx__ScatterElements.html. y = data, then y[indices[i, j], j] = updates[i, j] for axis 0, or combined with
// it. Indices count from the end where negative; at run time one outside the dimension writes the nearest element.
import { invariant } from '../diagnostics/diagnostic.ts';
import { toNumbers } from '../ir/tensor.ts';
import { defineOp } from './op-def.ts';
import { intAttr, normaliseAxis, requiredInput } from './shared/attributes.ts';
import { type Reduction, elementSlots, lowerSlots, scatterSlices, slotsOf } from './shared/gather.ts';
import { SCATTER_QUANT, parseReduction, scatterInputs, scatterReference, widenReduction } from './shared/scatter.ts';

export type ScatterElementsAttrs = { readonly axis: number; readonly reduction: Reduction };

export default defineOp<ScatterElementsAttrs>({
  op: 'ScatterElements',
  since: [11, 13, 16, 18],
  arity: [3, 3],
  parse(ctx) {
    const { shape } = requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx));
    return { axis: normaliseAxis(intAttr(ctx, 'axis', 0), shape.length, ctx.reject.bind(ctx)), reduction: parseReduction(ctx) };
  },
  infer(ctx) {
    const [data, indices, updates] = scatterInputs(ctx);
    const fits = indices.shape.length === data.shape.length && indices.shape.every((d, i) => d === updates.shape[i] && (i === ctx.attrs.axis || d <= (data.shape[i] ?? 0)));
    if (!fits) return ctx.reject(`indices of shape [${indices.shape.join(',')}] and updates of shape [${updates.shape.join(',')}] do not fit data of shape [${data.shape.join(',')}]`);
    return [{ dtype: data.dtype, shape: data.shape }];
  },
  reference({ attrs, inputs: [data, indices, updates] }) {
    invariant(!!data && !!indices && !!updates, 'ScatterElements needs three inputs');
    const slots = slotsOf(toNumbers(indices), elementSlots(data.shape, indices.shape, attrs.axis));
    return [scatterReference(data, updates, slots, { slice: 1, reduction: attrs.reduction })];
  },
  quant: SCATTER_QUANT,
  decompose: (ctx) => widenReduction(ctx, 'ScatterElements'),
  lower(ctx) {
    const [data, indices, updates] = ctx.inputs;
    const [y] = ctx.outputs;
    invariant(!!data && !!indices && !!updates && !!y, 'ScatterElements needs three inputs');
    const slots = lowerSlots(ctx, indices, elementSlots(data.shape, indices.shape, ctx.attrs.axis));
    scatterSlices(ctx, { data, updates, y, slots, outer: 1, slice: 1, reduction: ctx.attrs.reduction });
  },
});
