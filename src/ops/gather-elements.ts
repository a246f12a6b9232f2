// GatherElements: https://onnx.ai/onnx/operators/onnx__GatherElements.html. y[i, j] = x[indices[i, j], j] for axis 0. Indices count from the end where
// negative; at run time one outside the dimension reads the nearest element.
import { invariant } from '../diagnostics/diagnostic.ts';
import { bytesOf, makeData } from '../ir/dtype.ts';
import { elementCount, makeTensor, toNumbers } from '../ir/tensor.ts';
import { defineOp } from './op-def.ts';
import { intAttr, normaliseAxis, requiredInput } from './shared/attributes.ts';
import { elementSlots, lowerSlots, slotsOf } from './shared/gather.ts';
import { SHARED_DATA_QUANT } from './shared/movement.ts';

export type GatherElementsAttrs = { readonly axis: number };

export default defineOp<GatherElementsAttrs>({
  op: 'GatherElements',
  since: [11, 13],
  arity: [2, 2],
  parse(ctx) {
    const { shape } = requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx));
    return { axis: normaliseAxis(intAttr(ctx, 'axis', 0), shape.length, ctx.reject.bind(ctx)) };
  },
  infer(ctx) {
    const x = requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx));
    const { shape } = requiredInput(ctx.inputs, 1, ctx.reject.bind(ctx));
    const fits = shape.length === x.shape.length && shape.every((d, i) => i === ctx.attrs.axis || d <= (x.shape[i] ?? 0));
    return fits ? [{ dtype: x.dtype, shape }] : ctx.reject(`indices of shape [${shape.join(',')}] do not fit data of shape [${x.shape.join(',')}] on axis ${ctx.attrs.axis}`);
  },
  reference({ attrs, inputs: [x, indices] }) {
    invariant(!!x && !!indices, 'GatherElements needs data and indices');
    const slots = slotsOf(toNumbers(indices), elementSlots(x.shape, indices.shape, attrs.axis));
    const data = makeData(x.dtype, slots.length);
    slots.forEach((slot, i) => (data[i] = x.data[slot] ?? 0));
    return [makeTensor(x.dtype, indices.shape, data)];
  },
  quant: SHARED_DATA_QUANT,
  lower(ctx) {
    const [x, indices] = ctx.inputs;
    const [y] = ctx.outputs;
    invariant(!!x && !!indices && !!y, 'GatherElements needs data and indices');
    const slots = lowerSlots(ctx, indices, elementSlots(x.shape, indices.shape, ctx.attrs.axis));
    const params = { outer: 1, x_step: elementCount(x.shape), count: elementCount(y.shape), slice_bytes: bytesOf(y.dtype) };
    ctx.call('gather_slices', params, { x: { value: x.handle }, slots, y: { value: y.handle } });
  },
});
