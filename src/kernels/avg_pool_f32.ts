// Float average pooling; divides by the elements inside the input, or by kernel_h * kernel_w where count_include_pad is 1.
// In place where nothing is padded.
import { defineKernel } from './kernel-def.ts';
import { F32_CLAMP, POOL_GEOMETRY, fields, noMacs, portable, poolInPlace } from './geometry/fields.ts';

export default defineKernel({
  name: 'avg_pool_f32',
  params: [...POOL_GEOMETRY, ...fields('i32', 'pad_top', 'pad_left', 'count_include_pad'), ...F32_CLAMP],
  operands: [
    { name: 'x', dtype: 'f32', role: 'in' },
    { name: 'y', dtype: 'f32', role: 'out' },
  ],
  variants: [portable({ inPlace: poolInPlace })],
  macs: noMacs,
});
