// The k largest or least of int64 with their indices, along the middle of [outer][count][inner], in order; equal ones by index.
import { fields, noMacs, portable } from './geometry/fields.ts';
import { REDUCE_GEOMETRY } from './geometry/reduce.ts';
import { defineKernel } from './kernel-def.ts';

export default defineKernel({
  name: 'top_k_i64',
  params: [...REDUCE_GEOMETRY, ...fields('i32', 'k', 'minimum')],
  operands: [
    { name: 'x', dtype: 'i64', role: 'in' },
    { name: 'y', dtype: 'i64', role: 'out' },
    { name: 'indices', dtype: 'i64', role: 'out' },
  ],
  variants: [portable()],
  macs: noMacs,
});
