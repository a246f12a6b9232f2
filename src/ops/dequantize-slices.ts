// DequantizeSlices (internal): DequantizeLinear where the scale is computed, or one for each slice of an axis or each block, or of integers of 16 and 32 bits.
// Has no integer form: what reads it computes in float.
import { invariant } from '../diagnostics/diagnostic.ts';
import { defineOp } from './op-def.ts';
import { requiredInput } from './shared/attributes.ts';
import { type Slices, parseSlices, suffixOf } from './shared/slices.ts';

export default defineOp<Slices>({
  op: 'DequantizeSlices',
  domain: 'quantune',
  since: [1],
  arity: [2, 3],
  parse: parseSlices,
  infer: (ctx) => [{ dtype: 'f32', shape: requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx)).shape }],
  lower(ctx) {
    const [x, scale, zero] = ctx.inputs;
    const [y] = ctx.outputs;
    invariant(!!x && !!scale && !!y, 'DequantizeSlices needs an input and scales');
    const { outer, slices, inner, block } = ctx.attrs;
    ctx.call(`dequantize_slices_${suffixOf(ctx, x.dtype)}_f32`, { outer, slices, inner, block }, {
      x: { value: x.handle }, scale: { value: scale.handle }, zero: zero ? { value: zero.handle } : null, y: { value: y.handle },
    });
  },
});
