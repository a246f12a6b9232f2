// y = x, then `count` slices of each part of the update are written from starts[batch] on (0 where starts is null), wrapping around where circular, else
// clamped so that they fit. In place with x, which then is not copied.
import { defineKernel } from './kernel-def.ts';
import { fields, inPlaceWith, noMacs, portable } from './geometry/fields.ts';

export default defineKernel({
  name: 'tensor_scatter',
  params: [...fields('i32', 'batch', 'outer', 'size', 'count', 'slice_bytes', 'circular')],
  operands: [
    { name: 'x', dtype: 'u8', role: 'in', bytes: true },
    { name: 'update', dtype: 'u8', role: 'in', bytes: true },
    { name: 'starts', dtype: 'i64', role: 'in', optional: true },
    { name: 'y', dtype: 'u8', role: 'out', bytes: true },
  ],
  variants: [portable({ inPlace: inPlaceWith('x') })],
  macs: noMacs,
});
