// TensorScatter: https://onnx.ai/onnx/operators/onnx__TensorScatter.html. Writes `update` into a cache along the sequence axis, from a position per batch
// entry on. The output may take the cache's place in the arena. Positions are computed at run time: linear ones are clamped so that the update fits,
// circular ones wrap around.
import { invariant } from '../diagnostics/diagnostic.ts';
import { bytesOf, makeData } from '../ir/dtype.ts';
import { elementCount, makeTensor, toNumbers } from '../ir/tensor.ts';
import { defineOp } from './op-def.ts';
import { intAttr, normaliseAxis, requiredInput, stringAttr } from './shared/attributes.ts';

export type TensorScatterAttrs = { readonly axis: number; readonly circular: boolean };

interface Geometry {
  readonly batch: number;
  readonly outer: number;
  readonly size: number;
  readonly count: number;
  readonly slice: number;
}

function geometryOf(cache: readonly number[], update: readonly number[], axis: number): Geometry {
  return { batch: cache[0] ?? 1, outer: elementCount(cache.slice(1, axis)), size: cache[axis] ?? 1, count: update[axis] ?? 1, slice: elementCount(cache.slice(axis + 1)) };
}

/** Where step i of an update that starts at `start` goes. */
function place(start: number, i: number, { size, count }: Geometry, circular: boolean): number {
  return circular ? (((start + i) % size) + size) % size : Math.max(0, Math.min(size - count, start)) + i;
}

export default defineOp<TensorScatterAttrs>({
  op: 'TensorScatter',
  since: [24],
  arity: [2, 3],
  parse(ctx) {
    const { shape } = requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx));
    const axis = normaliseAxis(intAttr(ctx, 'axis', -2), shape.length, ctx.reject.bind(ctx));
    if (axis === 0) return ctx.reject("attribute 'axis' is 0, which is the batch");
    return { axis, circular: stringAttr(ctx, 'mode', 'linear', ['linear', 'circular']) === 'circular' };
  },
  infer(ctx) {
    const cache = requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx));
    const update = requiredInput(ctx.inputs, 1, ctx.reject.bind(ctx));
    const starts = ctx.inputs[2];
    const fits = update.shape.length === cache.shape.length && update.dtype === cache.dtype && cache.shape.every((d, i) => (i === ctx.attrs.axis ? (update.shape[i] ?? 0) <= d : update.shape[i] === d));
    if (!fits) return ctx.reject(`update of shape [${update.shape.join(',')}] does not fit a cache of shape [${cache.shape.join(',')}] along axis ${ctx.attrs.axis}`);
    if (starts && (starts.dtype !== 'i64' || elementCount(starts.shape) !== cache.shape[0])) return ctx.reject(`write_indices are ${starts.dtype} of shape [${starts.shape.join(',')}]; int64 of shape [${cache.shape[0]}] is expected`);
    return [{ dtype: cache.dtype, shape: cache.shape }];
  },
  reference({ attrs, inputs: [cache, update, starts] }) {
    invariant(!!cache && !!update, 'TensorScatter needs cache and update');
    const g = geometryOf(cache.shape, update.shape, attrs.axis);
    const positions = starts ? toNumbers(starts) : new Array<number>(g.batch).fill(0);
    const data = makeData(cache.dtype, cache.data.length);
    for (let i = 0; i < data.length; i++) data[i] = cache.data[i] ?? 0;
    for (let i = 0; i < update.data.length; i++) {
      const [part, step] = [Math.floor(i / g.slice / g.count), Math.floor(i / g.slice) % g.count];
      const to = place(positions[Math.floor(part / g.outer)] ?? 0, step, g, attrs.circular);
      data[(part * g.size + to) * g.slice + (i % g.slice)] = update.data[i] ?? 0;
    }
    return [makeTensor(cache.dtype, cache.shape, data)];
  },
  quant: {
    supports: () => true,
    roles: ({ inputs }) => ({ inputs: inputs.map((_, i) => (i < 2 ? { kind: 'shared' as const } : null)), outputs: [{ kind: 'shared' }] }),
  },
  lower(ctx) {
    const [cache, update, starts] = ctx.inputs;
    const [y] = ctx.outputs;
    invariant(!!cache && !!update && !!y, 'TensorScatter needs cache and update');
    const { slice, ...geometry } = geometryOf(cache.shape, update.shape, ctx.attrs.axis);
    const params = { ...geometry, slice_bytes: slice * bytesOf(y.dtype), circular: ctx.attrs.circular ? 1 : 0 };
    const operands = { x: { value: cache.handle }, update: { value: update.handle }, starts: starts ? { value: starts.handle } : null, y: { value: y.handle } };
    ctx.call('tensor_scatter', params, operands);
  },
});
