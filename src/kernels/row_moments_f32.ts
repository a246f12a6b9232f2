// Mean or inverse deviation of rows of floats.
import { defineKernel } from './kernel-def.ts';
import { fields, noMacs, portable } from './geometry/fields.ts';

export default defineKernel({
  name: 'row_moments_f32',
  params: [...fields('i32', 'rows', 'cols', 'inverse'), ...fields('f32', 'epsilon')],
  operands: [
    { name: 'x', dtype: 'f32', role: 'in' },
    { name: 'y', dtype: 'f32', role: 'out' },
  ],
  variants: [portable()],
  macs: noMacs,
});
