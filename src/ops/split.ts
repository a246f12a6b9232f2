// Split: https://onnx.ai/onnx/operators/onnx__Split.html. Sizes are an attribute up to opset 12, a constant input from 13; num_outputs from 18, where the
// last part may be shorter. Decomposed into one Slice per output.
import { invariant } from '../diagnostics/diagnostic.ts';
import { type ParseContext, defineOp } from './op-def.ts';
import { intAttr, intsAttrOrInput, normaliseAxis, requiredInput } from './shared/attributes.ts';
import { stridesOf } from '../ir/tensor.ts';
import { SHARED_QUANT, stridedReference } from './shared/movement.ts';

export type SplitAttrs = { readonly axis: number; readonly sizes: readonly number[] };

function equalParts(ctx: ParseContext, size: number): number[] {
  const parts = intAttr(ctx, 'num_outputs', ctx.outputCount);
  const least = Math.ceil(size / Math.max(1, parts));
  const uneven = ctx.opset < 18 && size % parts !== 0;
  if (parts < 1 || parts !== ctx.outputCount || uneven || least * (parts - 1) > size) return ctx.reject(`a dimension of ${size} cannot be split into ${parts} parts for ${ctx.outputCount} outputs`);
  return Array.from({ length: parts }, (_, i) => Math.min(least, size - least * i));
}

function startOf(attrs: SplitAttrs, part: number): number {
  return attrs.sizes.slice(0, part).reduce((sum, size) => sum + size, 0);
}

export default defineOp<SplitAttrs>({
  op: 'Split',
  since: [2, 11, 13, 18],
  arity: [1, 2],
  dataInputs: 1,
  parse(ctx) {
    const { shape } = requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx));
    const axis = normaliseAxis(intAttr(ctx, 'axis', 0), shape.length, ctx.reject.bind(ctx));
    const size = shape[axis] ?? 0;
    const sizes = intsAttrOrInput(ctx, 'split', 1) ?? equalParts(ctx, size);
    const fits = sizes.every((s) => s >= 0) && sizes.reduce((sum, s) => sum + s, 0) === size && sizes.length === ctx.outputCount;
    if (fits && size > 0 && sizes.includes(0)) return ctx.reject(`sizes [${sizes.join(',')}] leave a part without elements`, 'remove that output');
    return fits ? { axis, sizes } : ctx.reject(`sizes [${sizes.join(',')}] do not split a dimension of ${size} for ${ctx.outputCount} outputs`);
  },
  infer(ctx) {
    const x = requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx));
    return ctx.attrs.sizes.map((size) => ({ dtype: x.dtype, shape: x.shape.map((d, i) => (i === ctx.attrs.axis ? size : d)) }));
  },
  reference({ attrs, inputs: [x], outputs }) {
    invariant(!!x, 'Split needs an input');
    const strides = stridesOf(x.shape);
    return outputs.map((y, part) => stridedReference(x, y, { offset: startOf(attrs, part) * (strides[attrs.axis] ?? 1), strides }));
  },
  quant: SHARED_QUANT,
  decompose(ctx) {
    const { axis, sizes } = ctx.attrs;
    ctx.outputIds.forEach((id, part) => {
      const shape = ctx.inputs[0]?.shape ?? [];
      const starts = shape.map((_, i) => (i === axis ? startOf(ctx.attrs, part) : 0));
      const lengths = shape.map((d, i) => (i === axis ? (sizes[part] ?? 0) : d));
      ctx.node('Slice', { starts, steps: shape.map(() => 1), lengths }, [ctx.inputIds[0] ?? null], id);
    });
    return true;
  },
});
