// Float product of equal shapes, clamped.
import { defineKernel } from './kernel-def.ts';
import { F32_CLAMP, fields, inPlaceWith, noMacs, portable } from './geometry/fields.ts';

export default defineKernel({
  name: 'mul_f32',
  params: [...fields('i32', 'count'), ...F32_CLAMP],
  operands: [
    { name: 'a', dtype: 'f32', role: 'in' },
    { name: 'b', dtype: 'f32', role: 'in' },
    { name: 'y', dtype: 'f32', role: 'out' },
  ],
  variants: [portable({ inPlace: inPlaceWith('a', 'b') })],
  macs: noMacs,
});
