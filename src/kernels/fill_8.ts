// Repeats a pattern of bytes: y[i] = pattern[i % period].
import { defineKernel } from './kernel-def.ts';
import { fields, noMacs, portable } from './geometry/fields.ts';

export default defineKernel({
  name: 'fill_8',
  params: [...fields('i32', 'count', 'period')],
  movesBits: true,
  operands: [
    { name: 'pattern', dtype: 'u8', role: 'const' },
    { name: 'y', dtype: 'u8', role: 'out', bytes: true },
  ],
  variants: [portable()],
  macs: noMacs,
});
