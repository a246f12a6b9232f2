// Float convolution whose taps are moved by computed offsets, sampled bilinearly; all operands in the order of the model. Scratch: one pixel's taps.
import { defineKernel } from './kernel-def.ts';
import { convMacs } from './geometry/conv.ts';
import { CONV_GEOMETRY, fields, portable } from './geometry/fields.ts';

export default defineKernel({
  name: 'deform_conv2d_f32',
  params: [...CONV_GEOMETRY, ...fields('i32', 'groups', 'offset_groups')],
  operands: [
    { name: 'x', dtype: 'f32', role: 'in' },
    { name: 'w', dtype: 'f32', role: 'in' },
    { name: 'offset', dtype: 'f32', role: 'in' },
    { name: 'bias', dtype: 'f32', role: 'in', optional: true },
    { name: 'mask', dtype: 'f32', role: 'in', optional: true },
    { name: 'y', dtype: 'f32', role: 'out' },
  ],
  scratch: true,
  variants: [portable({ scratchBytes: (p) => 4 * (p['in_c'] ?? 0) * (p['kernel_h'] ?? 0) * (p['kernel_w'] ?? 0) })],
  macs: convMacs,
});
