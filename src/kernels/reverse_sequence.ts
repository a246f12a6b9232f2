// Reverses the first lengths[b] steps of each batch entry; lengths are clamped to the number of steps. Slices of bytes.
import { defineKernel } from './kernel-def.ts';
import { fields, noMacs, portable } from './geometry/fields.ts';

export default defineKernel({
  name: 'reverse_sequence',
  params: [...fields('i32', 'batch', 'steps', 'batch_bytes', 'step_bytes', 'slice_bytes')],
  operands: [
    { name: 'x', dtype: 'u8', role: 'in', bytes: true },
    { name: 'lengths', dtype: 'i64', role: 'in' },
    { name: 'y', dtype: 'u8', role: 'out', bytes: true },
  ],
  variants: [portable()],
  macs: noMacs,
});
