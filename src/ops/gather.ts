// Gather: https://onnx.ai/onnx/operators/onnx__Gather.html. Whole slices along an axis. Constant indices at equal
// distances are a Slice, others with few runs become strided copies. At run time an
// index outside the dimension reads the nearest slice; a constant table stays where it is, only its picked rows are copied.
import { invariant } from '../diagnostics/diagnostic.ts';
import { makeData } from '../ir/dtype.ts';
import { elementCount, makeTensor, toNumbers } from '../ir/tensor.ts';
import { type DecomposeContext, defineOp } from './op-def.ts';
import { intAttr, normaliseAxis, requiredInput } from './shared/attributes.ts';
import { clampIndex, gatherSlices, lowerSlots } from './shared/gather.ts';
import { lowerIndexMap } from './shared/index-map.ts';
import { SHARED_DATA_QUANT } from './shared/movement.ts';

export type GatherAttrs = { readonly axis: number };

/** Whether indices are first, first + step, ... with a step other than 0. */
function isArithmetic(list: readonly number[]): boolean {
  const step = list.length > 1 ? (list[1] ?? 0) - (list[0] ?? 0) : 1;
  return step !== 0 && list.every((v, i) => v === (list[0] ?? 0) + i * step);
}

/** A Slice, then the shape of the indices in place of the axis. */
function decompose(ctx: DecomposeContext<GatherAttrs>): boolean {
  const [x, indices] = ctx.inputs;
  const [y] = ctx.outputs;
  if (!x || !indices?.tensor || !y) return false;
  const { axis } = ctx.attrs;
  const list = toNumbers(indices.tensor).map((i) => clampIndex(i, x.shape[axis] ?? 1));
  if (list.length === 0 || !isArithmetic(list)) return false;
  const along = (value: number, rest: (d: number) => number): number[] => x.shape.map((d, i) => (i === axis ? value : rest(d)));
  const lengths = along(list.length, (d) => d);
  const slice = { starts: along(list[0] ?? 0, () => 0), steps: along(list.length > 1 ? (list[1] ?? 0) - (list[0] ?? 0) : 1, () => 1), lengths };
  const part = ctx.node('Slice', slice, [ctx.inputIds[0] ?? null], indices.shape.length === 1 ? (ctx.outputIds[0] ?? '') : { dtype: y.dtype, shape: lengths });
  if (indices.shape.length !== 1) ctx.node('Reshape', { shape: y.shape }, [part], ctx.outputIds[0] ?? '');
  return true;
}

export default defineOp<GatherAttrs>({
  op: 'Gather',
  since: [1, 11, 13],
  arity: [2, 2],
  parse(ctx) {
    const { shape } = requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx));
    return { axis: normaliseAxis(intAttr(ctx, 'axis', 0), shape.length, ctx.reject.bind(ctx)) };
  },
  infer(ctx) {
    const x = requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx));
    const indices = requiredInput(ctx.inputs, 1, ctx.reject.bind(ctx));
    const size = x.shape[ctx.attrs.axis] ?? 0;
    const outside = indices.tensor ? toNumbers(indices.tensor).find((i) => i < -size || i >= size) : undefined;
    if (outside !== undefined) return ctx.reject(`index ${outside} is outside a dimension of ${size}`);
    return [{ dtype: x.dtype, shape: [...x.shape.slice(0, ctx.attrs.axis), ...indices.shape, ...x.shape.slice(ctx.attrs.axis + 1)] }];
  },
  reference({ attrs, inputs, outputs }) {
    const [x, indices] = inputs;
    const [y] = outputs;
    invariant(!!x && !!indices && !!y, 'Gather needs data and indices');
    const size = x.shape[attrs.axis] ?? 1;
    const run = elementCount(x.shape.slice(attrs.axis + 1));
    const picks = toNumbers(indices).map((i) => clampIndex(i, size));
    const data = makeData(x.dtype, elementCount(y.shape));
    for (let i = 0; i < data.length; i++) {
      const outer = Math.floor(i / (picks.length * run));
      const pick = picks[Math.floor(i / run) % picks.length] ?? 0;
      data[i] = x.data[(outer * size + pick) * run + (i % run)] ?? 0;
    }
    return [makeTensor(x.dtype, y.shape, data)];
  },
  quant: SHARED_DATA_QUANT,
  permute(attrs, perm, [x, indices]) {
    return indices?.tensor && indices.shape.length === 1 && x?.shape.length === perm.length ? { axis: perm.indexOf(attrs.axis) } : null;
  },
  decompose,
  lower(ctx) {
    const [x, indices] = ctx.inputs;
    const [y] = ctx.outputs;
    invariant(!!x && !!indices && !!y, 'Gather needs data and indices');
    const { axis } = ctx.attrs;
    const size = x.shape[axis] ?? 1;
    if (!indices.tensor) {
      const slots = lowerSlots(ctx, indices, { grid: [elementCount(indices.shape)], base: [0], sizes: [size], strides: [1] });
      return gatherSlices(ctx, { x, y, axis, slots });
    }
    const list = toNumbers(indices.tensor).map((i) => clampIndex(i, size));
    const flat = { ...y, shape: x.shape.map((d, i) => (i === axis ? list.length : d)) };
    lowerIndexMap(ctx, { x, y: flat }, x.shape.map((_, i) => (i === axis ? list : null)));
  },
});
