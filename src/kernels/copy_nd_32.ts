// Strided copy of up to six dimensions of 4-byte elements: transposes, slices, concatenations, pads, expansions.
// Strides are in elements; those of x may be 0 or negative; unused dimensions are 1.
import { defineKernel } from './kernel-def.ts';
import { fields, noMacs, portable } from './geometry/fields.ts';

export default defineKernel({
  name: 'copy_nd_32',
  params: [...fields('i32', 'd0', 'd1', 'd2', 'd3', 'd4', 'd5', 'x_s0', 'x_s1', 'x_s2', 'x_s3', 'x_s4', 'x_s5',
    'y_s0', 'y_s1', 'y_s2', 'y_s3', 'y_s4', 'y_s5')],
  movesBits: true,
  operands: [
    { name: 'x', dtype: 'f32', role: 'in' },
    { name: 'y', dtype: 'f32', role: 'inout' },
  ],
  variants: [portable()],
  macs: noMacs,
});
