// Index of the largest or least of int64, along the middle of [outer][count][inner].
import { fields, noMacs, portable } from './geometry/fields.ts';
import { REDUCE_GEOMETRY } from './geometry/reduce.ts';
import { defineKernel } from './kernel-def.ts';

export default defineKernel({
  name: 'arg_extreme_i64',
  params: [...REDUCE_GEOMETRY, ...fields('i32', 'minimum', 'last')],
  operands: [
    { name: 'x', dtype: 'i64', role: 'in' },
    { name: 'y', dtype: 'i64', role: 'out' },
  ],
  variants: [portable()],
  macs: noMacs,
});
