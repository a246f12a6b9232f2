// Float convolution with groups and dilation; weights [out_c][kernel_h][kernel_w][in_c/groups]; padding reads 0, or pad[c] where given.
// Scratch: two gathered patches, none where every patch is one run of the input.
import { defineKernel } from './kernel-def.ts';
import { convMacs, patchIsContiguous, patchLength } from './geometry/conv.ts';
import { CONV_GEOMETRY, F32_CLAMP, fields, portable } from './geometry/fields.ts';
import { convOverlap } from './geometry/overlap.ts';

export default defineKernel({
  name: 'conv2d_f32',
  params: [...CONV_GEOMETRY, ...fields('i32', 'groups'), ...F32_CLAMP],
  operands: [
    { name: 'x', dtype: 'f32', role: 'in' },
    { name: 'w', dtype: 'f32', role: 'const' },
    { name: 'bias', dtype: 'f32', role: 'const' },
    { name: 'pad', dtype: 'f32', role: 'const', optional: true },
    { name: 'y', dtype: 'f32', role: 'out' },
  ],
  scratch: true,
  variants: [portable({ scratchBytes: (p) => (patchIsContiguous(p) ? 0 : 8 * patchLength(p)), overlap: convOverlap({ input: 4, output: 4 }, 2) })],
  macs: convMacs,
});
