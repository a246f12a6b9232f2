// Sum of equal shapes in float, each operand float (a, b) or int8 (a8, b8), the clamped result written as float (y), as int8 (y8) or as both: a
// residual connection between units of different precision without a conversion of its own. Absent operands are null.
import { defineKernel } from './kernel-def.ts';
import { F32_CLAMP, fields, inPlaceWith, noMacs, portable } from './geometry/fields.ts';

export default defineKernel({
  name: 'add_mixed',
  params: [...fields('i32', 'count', 'a_zero_point', 'b_zero_point', 'out_zero_point'), ...fields('f32', 'a_scale', 'b_scale', 'inverse_scale'), ...F32_CLAMP],
  operands: [
    { name: 'a', dtype: 'f32', role: 'in', optional: true },
    { name: 'a8', dtype: 'i8', role: 'in', optional: true },
    { name: 'b', dtype: 'f32', role: 'in', optional: true },
    { name: 'b8', dtype: 'i8', role: 'in', optional: true },
    { name: 'y', dtype: 'f32', role: 'out', optional: true },
    { name: 'y8', dtype: 'i8', role: 'out', optional: true },
  ],
  variants: [portable({ inPlace: inPlaceWith('a', 'b') })],
  macs: noMacs,
});
