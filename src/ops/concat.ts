// Concat: https://onnx.ai/onnx/operators/onnx__Concat.html. Inputs whose slices of the output are runs are written there by their producers; one strided
// copy for each of the others.
import { invariant } from '../diagnostics/diagnostic.ts';
import { makeData } from '../ir/dtype.ts';
import { elementCount, makeTensor, stridesOf } from '../ir/tensor.ts';
import { joined } from '../numeric/moments.ts';
import { type DecomposeContext, type InferContext, type LowerContext, type QuantContext, type ValueType, defineOp } from './op-def.ts';
import { intAttr, normaliseAxis, requiredInput } from './shared/attributes.ts';
import { SHARED_QUANT, moveElements } from './shared/movement.ts';
import { runStart } from './shared/runs.ts';

export type ConcatAttrs = { readonly axis: number };

function inferConcat(ctx: InferContext<ConcatAttrs>): ValueType[] {
  const reject = ctx.reject.bind(ctx);
  const first = requiredInput(ctx.inputs, 0, reject);
  let total = 0;
  ctx.inputs.forEach((_, i) => {
    const input = requiredInput(ctx.inputs, i, reject);
    const fits = input.shape.length === first.shape.length && input.dtype === first.dtype && input.shape.every((d, axis) => axis === ctx.attrs.axis || d === first.shape[axis]);
    if (!fits) reject(`input ${i} of shape [${input.shape.join(',')}] does not fit [${first.shape.join(',')}] on axis ${ctx.attrs.axis}`);
    total += input.shape[ctx.attrs.axis] ?? 0;
  });
  return [{ dtype: first.dtype, shape: first.shape.map((d, i) => (i === ctx.attrs.axis ? total : d)) }];
}

/** Position along the axis at which each input begins. */
function starts({ attrs, inputs }: Pick<QuantContext<ConcatAttrs>, 'attrs' | 'inputs'>): number[] {
  let end = 0;
  return inputs.map((x) => {
    const start = end;
    end += x?.shape[attrs.axis] ?? 0;
    return start;
  });
}

/** Inputs that hold no element add nothing. */
function withoutEmpty(ctx: DecomposeContext<ConcatAttrs>): boolean {
  const ids = ctx.inputIds.filter((_, i) => elementCount(ctx.inputs[i]?.shape ?? []) > 0);
  if (ids.length === ctx.inputIds.length) return false;
  ctx.node('Concat', { axis: ctx.attrs.axis }, ids, ctx.outputIds[0] ?? '');
  return true;
}

function runsInOutput(ctx: QuantContext<ConcatAttrs>): (number | null)[] {
  const shape = ctx.outputs[0]?.shape ?? [];
  return starts(ctx).map((start, i) => runStart(shape, shape.map((_, d) => (d === ctx.attrs.axis ? start : 0)), ctx.inputs[i]?.shape ?? []));
}

function lowerConcat(ctx: LowerContext<ConcatAttrs>): void {
  const [y] = ctx.outputs;
  invariant(!!y, 'Concat has an output');
  const strides = stridesOf(y.shape);
  const runs = runsInOutput(ctx);
  starts(ctx).forEach((start, i) => {
    const x = ctx.inputs[i];
    const run = runs[i] ?? null;
    invariant(!!x, 'Concat inputs are present');
    if (ctx.inPlace(i)) return;
    const to = run === null ? { handle: y.handle, offset: start * (strides[ctx.attrs.axis] ?? 1) } : ctx.part(y, run, x.shape);
    moveElements(ctx, y.dtype, { shape: x.shape, from: stridesOf(x.shape), to: strides }, { x, y: to });
  });
}

export default defineOp<ConcatAttrs>({
  op: 'Concat',
  since: [4, 11, 13],
  arity: [1, Infinity],
  parse(ctx) {
    const first = requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx));
    return { axis: normaliseAxis(intAttr(ctx, 'axis', Number.NaN), first.shape.length, ctx.reject.bind(ctx)) };
  },
  infer: inferConcat,
  reference({ attrs, inputs, outputs }) {
    const [y] = outputs;
    invariant(!!y, 'Concat has an output');
    const data = makeData(y.dtype, elementCount(y.shape));
    const row = y.shape.slice(attrs.axis).reduce((p, d) => p * d, 1);
    let start = 0;
    for (const x of inputs) {
      if (!x) continue;
      const run = x.shape.slice(attrs.axis).reduce((p, d) => p * d, 1);
      for (let i = 0; i < x.data.length; i++) data[Math.floor(i / run) * row + start + (i % run)] = x.data[i] ?? 0;
      start += run;
    }
    return [makeTensor(y.dtype, y.shape, data)];
  },
  quant: SHARED_QUANT,
  moments: ({ attrs, inputs }, known) => (known.length === inputs.length && attrs.axis === (inputs[0]?.shape.length ?? 0) - 1 ? joined(known) : null),
  permute: (attrs, perm) => ({ axis: perm.indexOf(attrs.axis) }),
  decompose: withoutEmpty,
  runsInOutput,
  lower: lowerConcat,
});
