// GatherND: https://onnx.ai/onnx/operators/onnx__GatherND.html (batch_dims from opset 12). Each tuple of indices names a slice. Indices count from the
// end where negative; at run time one outside its dimension goes to the nearest end.
import { invariant } from '../diagnostics/diagnostic.ts';
import { bytesOf, makeData } from '../ir/dtype.ts';
import { elementCount, makeTensor, toNumbers } from '../ir/tensor.ts';
import { defineOp } from './op-def.ts';
import { intAttr, requiredInput } from './shared/attributes.ts';
import { lowerSlots, slotsOf, tupleSlots } from './shared/gather.ts';
import { SHARED_DATA_QUANT } from './shared/movement.ts';

export type GatherNdAttrs = { readonly batchDims: number };

export default defineOp<GatherNdAttrs>({
  op: 'GatherND',
  since: [11, 12, 13],
  arity: [2, 2],
  parse: (ctx) => ({ batchDims: intAttr(ctx, 'batch_dims', 0) }),
  infer(ctx) {
    const x = requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx));
    const { shape } = requiredInput(ctx.inputs, 1, ctx.reject.bind(ctx));
    const { batchDims } = ctx.attrs;
    const depth = shape.at(-1) ?? 0;
    const batched = batchDims >= 0 && batchDims < Math.min(shape.length, x.shape.length) && shape.slice(0, batchDims).every((d, i) => d === x.shape[i]);
    const fits = batched && depth >= 1 && batchDims + depth <= x.shape.length;
    if (!fits) return ctx.reject(`indices of shape [${shape.join(',')}] do not fit data of shape [${x.shape.join(',')}] with ${batchDims} batch dimensions`);
    return [{ dtype: x.dtype, shape: [...shape.slice(0, -1), ...x.shape.slice(batchDims + depth)] }];
  },
  reference({ attrs, inputs: [x, indices], outputs: [y] }) {
    invariant(!!x && !!indices && !!y, 'GatherND needs data and indices');
    const { rule, slice } = tupleSlots(x.shape, indices.shape, attrs.batchDims);
    const slots = slotsOf(toNumbers(indices), rule);
    const data = makeData(x.dtype, elementCount(y.shape));
    for (let i = 0; i < data.length; i++) data[i] = x.data[(slots[Math.floor(i / slice)] ?? 0) * slice + (i % slice)] ?? 0;
    return [makeTensor(x.dtype, y.shape, data)];
  },
  quant: SHARED_DATA_QUANT,
  lower(ctx) {
    const [x, indices] = ctx.inputs;
    const [y] = ctx.outputs;
    invariant(!!x && !!indices && !!y, 'GatherND needs data and indices');
    const { rule, slice } = tupleSlots(x.shape, indices.shape, ctx.attrs.batchDims);
    const slots = lowerSlots(ctx, indices, rule);
    const params = { outer: 1, x_step: elementCount(x.shape) / slice, count: elementCount(y.shape) / slice, slice_bytes: slice * bytesOf(y.dtype) };
    ctx.call('gather_slices', params, { x: { value: x.handle }, slots, y: { value: y.handle } });
  },
});
