// Determinants of float matrices [count][n][n]. Scratch: one matrix.
import { defineKernel } from './kernel-def.ts';
import { fields, noMacs, portable } from './geometry/fields.ts';

export default defineKernel({
  name: 'det_f32',
  params: fields('i32', 'count', 'n'),
  operands: [
    { name: 'x', dtype: 'f32', role: 'in' },
    { name: 'y', dtype: 'f32', role: 'out' },
  ],
  scratch: true,
  variants: [portable({ scratchBytes: (p) => 4 * (p['n'] ?? 0) ** 2 })],
  macs: noMacs,
});
