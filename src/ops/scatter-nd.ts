// ScatterND: https://onnx.ai/onnx/operators/onnx__ScatterND.html. y = data, then the slice that each tuple of indices names is replaced by, or combined
// with, a slice of updates. Indices count from the end where negative; at run time one outside its dimension goes to the nearest end.
import { invariant } from '../diagnostics/diagnostic.ts';
import { sameShape, toNumbers } from '../ir/tensor.ts';
import { defineOp } from './op-def.ts';
import { type Reduction, lowerSlots, scatterSlices, slotsOf, tupleSlots } from './shared/gather.ts';
import { SCATTER_QUANT, parseReduction, scatterInputs, scatterReference, widenReduction } from './shared/scatter.ts';

export type ScatterNdAttrs = { readonly reduction: Reduction };

export default defineOp<ScatterNdAttrs>({
  op: 'ScatterND',
  since: [11, 13, 16, 18],
  arity: [3, 3],
  parse: (ctx) => ({ reduction: parseReduction(ctx) }),
  infer(ctx) {
    const [data, indices, updates] = scatterInputs(ctx);
    const depth = indices.shape.at(-1) ?? 0;
    const expected = [...indices.shape.slice(0, -1), ...data.shape.slice(depth)];
    const fits = depth >= 1 && depth <= data.shape.length && sameShape(updates.shape, expected);
    if (!fits) return ctx.reject(`indices of shape [${indices.shape.join(',')}] and updates of shape [${updates.shape.join(',')}] do not fit data of shape [${data.shape.join(',')}]`);
    return [{ dtype: data.dtype, shape: data.shape }];
  },
  reference({ attrs, inputs: [data, indices, updates] }) {
    invariant(!!data && !!indices && !!updates, 'ScatterND needs three inputs');
    const { rule, slice } = tupleSlots(data.shape, indices.shape, 0);
    return [scatterReference(data, updates, slotsOf(toNumbers(indices), rule), { slice, reduction: attrs.reduction })];
  },
  quant: SCATTER_QUANT,
  decompose: (ctx) => widenReduction(ctx, 'ScatterND'),
  lower(ctx) {
    const [data, indices, updates] = ctx.inputs;
    const [y] = ctx.outputs;
    invariant(!!data && !!indices && !!updates && !!y, 'ScatterND needs three inputs');
    const { rule, slice } = tupleSlots(data.shape, indices.shape, 0);
    scatterSlices(ctx, { data, updates, y, slots: lowerSlots(ctx, indices, rule), outer: 1, slice, reduction: ctx.attrs.reduction });
  },
});
