// Float to int8: v = x * inverse_scale, clamped in float to [-128 - zp, 127 - zp] (NaN gives zp), rounded half to even, plus zp.
import { defineKernel } from './kernel-def.ts';
import { fields, inPlaceWith, noMacs, portable } from './geometry/fields.ts';

export default defineKernel({
  name: 'quantize_f32_s8',
  params: [...fields('i32', 'count'), ...fields('f32', 'inverse_scale'), ...fields('i32', 'zero_point')],
  operands: [
    { name: 'x', dtype: 'f32', role: 'in' },
    { name: 'y', dtype: 'i8', role: 'out' },
  ],
  variants: [portable({ inPlace: inPlaceWith('x') })],
  macs: noMacs,
});
