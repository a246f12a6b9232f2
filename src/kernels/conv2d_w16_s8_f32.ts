// conv2d_s8_f32 with weights of 16 bits.
import { defineKernel } from './kernel-def.ts';
import { convMacs, patchIsContiguous, patchLength } from './geometry/conv.ts';
import { CONV_GEOMETRY, F32_CLAMP, fields, portable } from './geometry/fields.ts';
import { convOverlap } from './geometry/overlap.ts';

export default defineKernel({
  name: 'conv2d_w16_s8_f32',
  params: [...CONV_GEOMETRY, ...fields('i32', 'groups', 'pad_value'), ...F32_CLAMP, ...fields('f32', 'inverse_scale'), ...fields('i32', 'out_zero_point')],
  operands: [
    { name: 'x', dtype: 'i8', role: 'in' },
    { name: 'w', dtype: 'i16', role: 'const' },
    { name: 'channel', dtype: 'i32', role: 'const' },
    { name: 'pad', dtype: 'i8', role: 'const', optional: true },
    { name: 'stored', dtype: 'i8', role: 'out', optional: true },
    { name: 'y', dtype: 'f32', role: 'out' },
  ],
  scratch: true,
  costsLike: 'conv2d_s8_f32',
  variants: [portable({ scratchBytes: (p) => (patchIsContiguous(p) ? 0 : 2 * patchLength(p)), overlap: convOverlap({ input: 1, output: 4 }, 2) })],
  macs: convMacs,
});
