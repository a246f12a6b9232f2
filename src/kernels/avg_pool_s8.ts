// Int8 average pooling; requant entry n-1 serves windows with n elements inside the input: {-n * zp_x, M, s}.
// Dividing by the full window (count_include_pad) is a table whose entries share M and s. In place where nothing is padded.
import { defineKernel } from './kernel-def.ts';
import { I8_CLAMP, POOL_GEOMETRY, fields, noMacs, portable, poolInPlace } from './geometry/fields.ts';

export default defineKernel({
  name: 'avg_pool_s8',
  params: [...POOL_GEOMETRY, ...fields('i32', 'pad_top', 'pad_left', 'pre_shift'), ...I8_CLAMP],
  operands: [
    { name: 'x', dtype: 'i8', role: 'in' },
    { name: 'requant', dtype: 'i32', role: 'const' },
    { name: 'y', dtype: 'i8', role: 'out' },
  ],
  variants: [portable({ inPlace: poolInPlace })],
  macs: noMacs,
});
