// Copies slices of bytes: slice i of each outer part of y is slice slots[i] of that part of x.
import { defineKernel } from './kernel-def.ts';
import { fields, noMacs, portable } from './geometry/fields.ts';

export default defineKernel({
  name: 'gather_slices',
  params: [...fields('i32', 'outer', 'x_step', 'count', 'slice_bytes')],
  operands: [
    { name: 'x', dtype: 'u8', role: 'in', bytes: true },
    { name: 'slots', dtype: 'i32', role: 'in' },
    { name: 'y', dtype: 'u8', role: 'out', bytes: true },
  ],
  variants: [portable()],
  macs: noMacs,
});
