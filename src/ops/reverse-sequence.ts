// ReverseSequence: https://onnx.ai/onnx/operators/onnx__ReverseSequence.html. Reverses the first sequence_lens[b] steps of each batch entry. Lengths may be
// computed at run time; they are clamped to the number of steps.
import { invariant } from '../diagnostics/diagnostic.ts';
import { bytesOf, makeData } from '../ir/dtype.ts';
import { elementCount, makeTensor, toNumbers } from '../ir/tensor.ts';
import { defineOp } from './op-def.ts';
import { intAttr, requiredInput } from './shared/attributes.ts';
import { SHARED_DATA_QUANT } from './shared/movement.ts';

export type ReverseSequenceAttrs = { readonly batchFirst: boolean };

export default defineOp<ReverseSequenceAttrs>({
  op: 'ReverseSequence',
  since: [10],
  arity: [2, 2],
  parse(ctx) {
    const [batch, time] = [intAttr(ctx, 'batch_axis', 1), intAttr(ctx, 'time_axis', 0)];
    const { shape } = requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx));
    if (shape.length < 2 || batch + time !== 1 || batch * time !== 0) return ctx.reject(`batch_axis ${batch} and time_axis ${time} of [${shape.join(',')}] must be axes 0 and 1`);
    return { batchFirst: batch === 0 };
  },
  infer(ctx) {
    const x = requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx));
    const lengths = requiredInput(ctx.inputs, 1, ctx.reject.bind(ctx));
    const batch = x.shape[ctx.attrs.batchFirst ? 0 : 1];
    return lengths.shape.length === 1 && lengths.shape[0] === batch && lengths.dtype === 'i64'
      ? [{ dtype: x.dtype, shape: x.shape }] : ctx.reject(`sequence_lens is ${lengths.dtype} of shape [${lengths.shape.join(',')}]; int64 of shape [${batch}] is expected`);
  },
  reference({ attrs, inputs: [x, lengths] }) {
    invariant(!!x && !!lengths, 'ReverseSequence needs data and lengths');
    const [first = 1, second = 1] = x.shape;
    const slice = elementCount(x.shape.slice(2));
    const steps = attrs.batchFirst ? second : first;
    const data = makeData(x.dtype, x.data.length);
    const limits = toNumbers(lengths).map((n) => Math.max(0, Math.min(steps, n)));
    for (let i = 0; i < data.length; i++) {
      const [a, b] = [Math.floor(i / slice / second), Math.floor(i / slice) % second];
      const [batch, time] = attrs.batchFirst ? [a, b] : [b, a];
      const limit = limits[batch] ?? 0;
      const from = time < limit ? limit - 1 - time : time;
      data[i] = x.data[(attrs.batchFirst ? batch * second + from : from * second + batch) * slice + (i % slice)] ?? 0;
    }
    return [makeTensor(x.dtype, x.shape, data)];
  },
  quant: SHARED_DATA_QUANT,
  lower(ctx) {
    const [x, lengths] = ctx.inputs;
    const [y] = ctx.outputs;
    invariant(!!x && !!lengths && !!y, 'ReverseSequence needs data and lengths');
    const [first = 1, second = 1] = x.shape;
    const { batchFirst } = ctx.attrs;
    const slice = elementCount(x.shape.slice(2)) * bytesOf(x.dtype);
    const params = {
      batch: batchFirst ? first : second, steps: batchFirst ? second : first,
      batch_bytes: (batchFirst ? second : 1) * slice, step_bytes: (batchFirst ? 1 : second) * slice, slice_bytes: slice,
    };
    ctx.call('reverse_sequence', params, { x: { value: x.handle }, lengths: { value: lengths.handle }, y: { value: y.handle } });
  },
});
