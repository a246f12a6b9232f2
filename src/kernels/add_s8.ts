// Int8 addition of equal shapes: y = clamp((a * multiplier_a + b * multiplier_b + offset) >> shift).
// Multipliers are signed 16 bit, or up to 32 where asked for (numeric/fixed-point.ts: addParams); no sum leaves int32. Subtraction is a negative multiplier_b.
import { defineKernel } from './kernel-def.ts';
import { fields, inPlaceWith, noMacs, portable } from './geometry/fields.ts';
import type { ParamValues } from './program.ts';

/** Whether both multipliers fit 16 bits, as variants with paired or widening 16-bit products need. */
export function hasNarrowMultipliers(p: ParamValues): boolean {
  return [p['multiplier_a'] ?? 0, p['multiplier_b'] ?? 0].every((m) => m >= -32768 && m <= 32767);
}

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
