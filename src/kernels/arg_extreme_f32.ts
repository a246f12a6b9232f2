// Index of the largest or least of floats, along the middle of [outer][count][inner].
import { fields, noMacs, portable } from './geometry/fields.ts';
import { REDUCE_GEOMETRY } from './geometry/reduce.ts';
import { defineKernel } from './kernel-def.ts';

export default defineKernel({
  name: 'arg_extreme_f32',
  params: [...REDUCE_GEOMETRY, ...fields('i32', 'minimum', 'last')],
  operands: [
    { name: 'x', dtype: 'f32', role: 'in' },
    { name: 'y', dtype: 'i64', role: 'out' },
  ],
  variants: [portable()],
  macs: noMacs,
});
