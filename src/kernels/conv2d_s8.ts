// Int8 convolution with groups, dilation and per-channel requantization; weights [out_c][kernel_h][kernel_w][in_c/groups].
// requant holds {bias, M, s} per output channel, the input zero point already folded into bias; padding reads pad_value, or pad[c] where given.
// Scratch: two gathered patches, none where every patch is one run of the input.
import { defineKernel } from './kernel-def.ts';
import { convMacs, patchIsContiguous, patchLength } from './geometry/conv.ts';
import { CONV_GEOMETRY, I8_CLAMP, fields, portable } from './geometry/fields.ts';
import { INT8, convOverlap } from './geometry/overlap.ts';

export default defineKernel({
  name: 'conv2d_s8',
  params: [...CONV_GEOMETRY, ...fields('i32', 'groups', 'pad_value', 'pre_shift'), ...I8_CLAMP],
  operands: [
    { name: 'x', dtype: 'i8', role: 'in' },
    { name: 'w', dtype: 'i8', role: 'const' },
    { name: 'requant', dtype: 'i32', role: 'const' },
    { name: 'pad', dtype: 'i8', role: 'const', optional: true },
    { name: 'y', dtype: 'i8', role: 'out' },
  ],
  scratch: true,
  variants: [portable({ scratchBytes: (p) => (patchIsContiguous(p) ? 0 : 2 * patchLength(p)), overlap: convOverlap(INT8, 2) })],
  macs: convMacs,
});
