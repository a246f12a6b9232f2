// y = x, then in each outer part each element of slice slots[i] of y is combined with that of slice i of updates, in order. Float elements; operation 1 adds, 2 multiplies,
// 3 takes the smaller, 4 the larger. In place with x, which then is not copied.
import { defineKernel } from './kernel-def.ts';
import { fields, inPlaceWith, noMacs, portable } from './geometry/fields.ts';

export default defineKernel({
  name: 'scatter_f32',
  params: [...fields('i32', 'outer', 'y_step', 'count', 'slice', 'operation')],
  operands: [
    { name: 'x', dtype: 'f32', role: 'in' },
    { name: 'slots', dtype: 'i32', role: 'in' },
    { name: 'updates', dtype: 'f32', role: 'in' },
    { name: 'y', dtype: 'f32', role: 'out' },
  ],
  variants: [portable({ inPlace: inPlaceWith('x') })],
  macs: noMacs,
});
