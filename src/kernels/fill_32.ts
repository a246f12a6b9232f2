// Repeats a pattern of 4-byte elements: y[i] = pattern[i % period].
import { defineKernel } from './kernel-def.ts';
import { fields, noMacs, portable } from './geometry/fields.ts';

export default defineKernel({
  name: 'fill_32',
  params: [...fields('i32', 'count', 'period')],
  movesBits: true,
  operands: [
    { name: 'pattern', dtype: 'f32', role: 'const' },
    { name: 'y', dtype: 'f32', role: 'out' },
  ],
  variants: [portable()],
  macs: noMacs,
});
