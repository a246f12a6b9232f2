// Slice: https://onnx.ai/onnx/operators/onnx__Slice.html. Attributes up to opset 9, constant inputs from 10; steps of any sign.
// Canonical attributes hold one start, step and length per dimension. A run of the
// input is read where it is; anything else is one strided copy.
import { invariant } from '../diagnostics/diagnostic.ts';
import { stridesOf } from '../ir/tensor.ts';
import { selected } from '../numeric/moments.ts';
import { type ParseContext, defineOp } from './op-def.ts';
import { intsAttrOrInput, normaliseAxis, requiredInput } from './shared/attributes.ts';
import { SHARED_QUANT, type StridedView, lowerView, stridedReference } from './shared/movement.ts';
import { runStart } from './shared/runs.ts';

export type SliceAttrs = {
  readonly starts: readonly number[];
  readonly steps: readonly number[];
  readonly lengths: readonly number[];
};

function parseSlice(ctx: ParseContext): SliceAttrs {
  const reject = ctx.reject.bind(ctx);
  const { shape } = requiredInput(ctx.inputs, 0, reject);
  const from = intsAttrOrInput(ctx, 'starts', 1) ?? ctx.reject('starts are missing');
  const to = intsAttrOrInput(ctx, 'ends', 2) ?? ctx.reject('ends are missing');
  const axes = (intsAttrOrInput(ctx, 'axes', 3) ?? from.map((_, i) => i)).map((a) => normaliseAxis(a, shape.length, reject));
  const by = intsAttrOrInput(ctx, 'steps', 4) ?? from.map(() => 1);
  if ([to, axes, by].some((list) => list.length !== from.length)) reject('starts, ends, axes and steps differ in length');
  if (new Set(axes).size !== axes.length) reject(`axes [${axes.join(',')}] repeat`);
  const starts = shape.map(() => 0);
  const steps = shape.map(() => 1);
  const lengths = [...shape];
  axes.forEach((axis, i) => {
    const range = sliceRange({ size: shape[axis] ?? 0, start: from[i] ?? 0, end: to[i] ?? 0, step: by[i] ?? 1 }, reject);
    starts[axis] = range.start;
    steps[axis] = by[i] ?? 1;
    lengths[axis] = range.length;
  });
  return { starts, steps, lengths };
}

function sliceRange(s: { size: number; start: number; end: number; step: number }, reject: (message: string) => never): { start: number; length: number } {
  if (s.step === 0) return reject('a step is 0');
  const clampTo = (v: number, low: number, high: number): number => Math.max(low, Math.min(high, v < 0 ? v + s.size : v));
  const start = s.step > 0 ? clampTo(s.start, 0, s.size) : clampTo(s.start, 0, s.size - 1);
  const end = s.step > 0 ? clampTo(s.end, 0, s.size) : clampTo(s.end, -1, s.size - 1);
  return { start, length: Math.max(0, Math.ceil((end - start) / s.step)) };
}

function viewOf(attrs: SliceAttrs, shape: readonly number[]): StridedView {
  const strides = stridesOf(shape);
  return {
    offset: strides.reduce((sum, stride, d) => sum + stride * (attrs.starts[d] ?? 0), 0),
    strides: strides.map((stride, d) => stride * (attrs.steps[d] ?? 1)),
  };
}

export default defineOp<SliceAttrs>({
  op: 'Slice',
  since: [1, 10, 11, 13],
  arity: [1, 5],
  dataInputs: 1,
  parse: parseSlice,
  infer: (ctx) => [{ dtype: requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx)).dtype, shape: ctx.attrs.lengths }],
  reference({ attrs, inputs: [x], outputs: [y] }) {
    invariant(!!x && !!y, 'Slice needs an input');
    return [stridedReference(x, y, viewOf(attrs, x.shape))];
  },
  quant: SHARED_QUANT,
  moments({ attrs }, [x]) {
    const last = attrs.lengths.length - 1;
    return x ? selected(x, Array.from({ length: attrs.lengths[last] ?? 0 }, (_, i) => (attrs.starts[last] ?? 0) + i * (attrs.steps[last] ?? 1))) : null;
  },
  permute: (attrs, perm) => ({
    starts: perm.map((p) => attrs.starts[p] ?? 0),
    steps: perm.map((p) => attrs.steps[p] ?? 1),
    lengths: perm.map((p) => attrs.lengths[p] ?? 1),
  }),
  runInInput({ attrs, inputs: [x], outputs: [y] }) {
    const forward = attrs.steps.every((step, d) => step === 1 || attrs.lengths[d] === 1);
    return x && y && forward ? runStart(x.shape, attrs.starts, y.shape) : null;
  },
  lower(ctx) {
    if (!ctx.inPlace(0)) lowerView(ctx, viewOf(ctx.attrs, ctx.inputs[0]?.shape ?? []));
  },
});
