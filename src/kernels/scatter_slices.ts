// y = x, then in each outer part slice slots[i] of y is slice i of updates, in order. In place with x, which then is not copied.
import { defineKernel } from './kernel-def.ts';
import { fields, inPlaceWith, noMacs, portable } from './geometry/fields.ts';

export default defineKernel({
  name: 'scatter_slices',
  params: [...fields('i32', 'outer', 'y_step', 'count', 'slice_bytes')],
  operands: [
    { name: 'x', dtype: 'u8', role: 'in', bytes: true },
    { name: 'slots', dtype: 'i32', role: 'in' },
    { name: 'updates', dtype: 'u8', role: 'in', bytes: true },
    { name: 'y', dtype: 'u8', role: 'out', bytes: true },
  ],
  variants: [portable({ inPlace: inPlaceWith('x') })],
  macs: noMacs,
});
