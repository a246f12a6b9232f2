// Float convolution with groups and dilation whose weights [out_c][in_c/groups][kernel_h][kernel_w] are computed at run time; padding reads 0.
import { defineKernel } from './kernel-def.ts';
import { convMacs } from './geometry/conv.ts';
import { CONV_GEOMETRY, F32_CLAMP, fields, portable } from './geometry/fields.ts';

export default defineKernel({
  name: 'conv2d_dynamic_f32',
  params: [...CONV_GEOMETRY, ...fields('i32', 'groups'), ...F32_CLAMP],
  operands: [
    { name: 'x', dtype: 'f32', role: 'in' },
    { name: 'w', dtype: 'f32', role: 'in' },
    { name: 'bias', dtype: 'f32', role: 'in', optional: true },
    { name: 'y', dtype: 'f32', role: 'out' },
  ],
  costsLike: 'conv2d_f32',
  variants: [portable()],
  macs: convMacs,
});
