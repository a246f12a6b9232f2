// Bilinear interpolation of int8 planes whose scale stays: rows and columns are pairs {first position, weight of the second in 1/2048}. Scratch: one input
// row of int32.
import { defineKernel } from './kernel-def.ts';
import { fields, portable } from './geometry/fields.ts';

export default defineKernel({
  name: 'resize_linear_s8',
  params: [...fields('i32', 'batch', 'in_h', 'in_w', 'channels', 'out_h', 'out_w')],
  operands: [
    { name: 'x', dtype: 'i8', role: 'in' },
    { name: 'rows', dtype: 'i32', role: 'const' },
    { name: 'columns', dtype: 'i32', role: 'const' },
    { name: 'y', dtype: 'i8', role: 'out' },
  ],
  scratch: true,
  variants: [portable({ scratchBytes: (p) => 4 * (p['in_w'] ?? 0) * (p['channels'] ?? 0) })],
  macs: (p) => 2 * (p['batch'] ?? 0) * (p['out_h'] ?? 0) * ((p['in_w'] ?? 0) + (p['out_w'] ?? 0)) * (p['channels'] ?? 0),
});
