// conv2d_s8 with weights of 16 bits: int8 and uint8 weights less a zero point, and others too wide for int8. Serves fully connected and depthwise layers too.
import { defineKernel } from './kernel-def.ts';
import { convMacs, patchIsContiguous, patchLength } from './geometry/conv.ts';
import { CONV_GEOMETRY, I8_CLAMP, fields, portable } from './geometry/fields.ts';
import { INT8, convOverlap } from './geometry/overlap.ts';

export default defineKernel({
  name: 'conv2d_w16_s8',
  params: [...CONV_GEOMETRY, ...fields('i32', 'groups', 'pad_value', 'pre_shift'), ...I8_CLAMP],
  operands: [
    { name: 'x', dtype: 'i8', role: 'in' },
    { name: 'w', dtype: 'i16', role: 'const' },
    { name: 'requant', dtype: 'i32', role: 'const' },
    { name: 'pad', dtype: 'i8', role: 'const', optional: true },
    { name: 'y', dtype: 'i8', role: 'out' },
  ],
  scratch: true,
  costsLike: 'conv2d_s8',
  variants: [portable({ scratchBytes: (p) => (patchIsContiguous(p) ? 0 : 2 * patchLength(p)), overlap: convOverlap(INT8, 2) })],
  macs: convMacs,
});
