// Float clamp to [out_min, out_max]; NaN stays NaN.
import { defineKernel } from './kernel-def.ts';
import { F32_CLAMP, fields, inPlaceWith, noMacs, portable } from './geometry/fields.ts';

export default defineKernel({
  name: 'clamp_f32',
  params: [...fields('i32', 'count'), ...F32_CLAMP],
  operands: [
    { name: 'x', dtype: 'f32', role: 'in' },
    { name: 'y', dtype: 'f32', role: 'out' },
  ],
  variants: [portable({ inPlace: inPlaceWith('x') })],
  macs: noMacs,
});
