// Int8 product of equal shapes: (a - a_zero_point) * (b - b_zero_point), then the requantization rule.
import { defineKernel } from './kernel-def.ts';
import { I8_CLAMP, fields, inPlaceWith, noMacs, portable } from './geometry/fields.ts';

export default defineKernel({
  name: 'mul_s8',
  params: [...fields('i32', 'count', 'a_zero_point', 'b_zero_point', 'pre_shift', 'multiplier', 'shift'), ...I8_CLAMP],
  operands: [
    { name: 'a', dtype: 'i8', role: 'in' },
    { name: 'b', dtype: 'i8', role: 'in' },
    { name: 'y', dtype: 'i8', role: 'out' },
  ],
  variants: [portable({ inPlace: inPlaceWith('a', 'b') })],
  macs: noMacs,
});
