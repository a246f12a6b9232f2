// QuantizeSlices (internal): QuantizeLinear where the scale is computed, or one for each slice of an axis or each block, or to 4 or 16 bits. Has no integer
// form: what reads it computes in float.
import { invariant } from '../diagnostics/diagnostic.ts';
import type { DType } from '../ir/dtype.ts';
import { defineOp } from './op-def.ts';
import { requiredInput } from './shared/attributes.ts';
import { type Slices, parseSlices, suffixOf } from './shared/slices.ts';

export type QuantizeSlicesAttrs = Slices & { readonly dtype: DType; readonly low: number; readonly high: number };

const TYPES: readonly DType[] = ['i8', 'u8', 'i16', 'u16'];

export default defineOp<QuantizeSlicesAttrs>({
  op: 'QuantizeSlices',
  domain: 'quantune',
  since: [1],
  arity: [2, 3],
  parse(ctx) {
    const dtype = TYPES.find((d) => d === ctx.raw['dtype']) ?? ctx.reject(`it quantizes to ${String(ctx.raw['dtype'])}`);
    return { ...parseSlices(ctx), dtype, low: Number(ctx.raw['low']), high: Number(ctx.raw['high']) };
  },
  infer: (ctx) => [{ dtype: ctx.attrs.dtype, shape: requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx)).shape }],
  lower(ctx) {
    const [x, scale, zero] = ctx.inputs;
    const [y] = ctx.outputs;
    invariant(!!x && !!scale && !!y, 'QuantizeSlices needs an input and scales');
    const { outer, slices, inner, block, low, high } = ctx.attrs;
    ctx.call(`quantize_slices_f32_${suffixOf(ctx, y.dtype)}`, { outer, slices, inner, block, low, high }, {
      x: { value: x.handle }, scale: { value: scale.handle }, zero: zero ? { value: zero.handle } : null, y: { value: y.handle },
    });
  },
});
