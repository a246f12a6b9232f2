// The k largest or least of floats with their indices, along the middle of [outer][count][inner], in order; equal ones by index.
import { fields, noMacs, portable } from './geometry/fields.ts';
import { REDUCE_GEOMETRY } from './geometry/reduce.ts';
import { defineKernel } from './kernel-def.ts';

export default defineKernel({
  name: 'top_k_f32',
  params: [...REDUCE_GEOMETRY, ...fields('i32', 'k', 'minimum')],
  operands: [
    { name: 'x', dtype: 'f32', role: 'in' },
    { name: 'y', dtype: 'f32', role: 'out' },
    { name: 'indices', dtype: 'i64', role: 'out' },
  ],
  variants: [portable()],
  macs: noMacs,
});
