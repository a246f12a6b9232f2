// Slices that tuples of indices address: slot = base of the tuple's place in a grid of six dimensions + sum of index k * stride k. Indices are int32 or
// int64 (the other operand is null), count from the end where negative, and are clamped to their dimension.
import { defineKernel } from './kernel-def.ts';
import { fields, noMacs, portable } from './geometry/fields.ts';

export default defineKernel({
  name: 'index_slots',
  params: [...fields('i32', 'd0', 'd1', 'd2', 'd3', 'd4', 'd5', 'base0', 'base1', 'base2', 'base3', 'base4', 'base5', 'depth',
    'size0', 'size1', 'size2', 'size3', 'size4', 'size5', 'stride0', 'stride1', 'stride2', 'stride3', 'stride4', 'stride5')],
  operands: [
    { name: 'indices', dtype: 'i32', role: 'in', optional: true },
    { name: 'indices64', dtype: 'i64', role: 'in', optional: true },
    { name: 'y', dtype: 'i32', role: 'out' },
  ],
  variants: [portable()],
  macs: noMacs,
});
