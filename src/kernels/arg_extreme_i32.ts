// Index of the largest or least of int32, along the middle of [outer][count][inner].
import { fields, noMacs, portable } from './geometry/fields.ts';
import { REDUCE_GEOMETRY } from './geometry/reduce.ts';
import { defineKernel } from './kernel-def.ts';

export default defineKernel({
  name: 'arg_extreme_i32',
  params: [...REDUCE_GEOMETRY, ...fields('i32', 'minimum', 'last')],
  operands: [
    { name: 'x', dtype: 'i32', role: 'in' },
    { name: 'y', dtype: 'i64', role: 'out' },
  ],
  variants: [portable()],
  macs: noMacs,
});
