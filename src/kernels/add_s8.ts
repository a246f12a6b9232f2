// Int8 addition of equal shapes: y = clamp((a * multiplier_a + b * multiplier_b + offset) >> shift).
// Multipliers are signed 16 bit (numeric/fixed-point.ts: addParams); subtraction is a negative multiplier_b.
import { defineKernel } from './kernel-def.ts';
import { fields, inPlaceWith, noMacs, portable } from './geometry/fields.ts';

export default defineKernel({
  name: 'add_s8',
  params: [...fields('i32', 'count', 'multiplier_a', 'multiplier_b', 'offset', 'shift', 'out_min', 'out_max')],
  operands: [
    { name: 'a', dtype: 'i8', role: 'in' },
    { name: 'b', dtype: 'i8', role: 'in' },
    { name: 'y', dtype: 'i8', role: 'out' },
  ],
  variants: [portable({ inPlace: inPlaceWith('a', 'b') })],
  macs: noMacs,
});
