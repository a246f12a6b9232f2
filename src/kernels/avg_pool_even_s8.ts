// Int8 average pooling where input and output have one scale: the exact mean, halves to the even stored number. In place where nothing is padded.
import { defineKernel } from './kernel-def.ts';
import { I8_CLAMP, POOL_GEOMETRY, fields, noMacs, portable, poolInPlace } from './geometry/fields.ts';

export default defineKernel({
  name: 'avg_pool_even_s8',
  params: [...POOL_GEOMETRY, ...fields('i32', 'pad_top', 'pad_left', 'count_include_pad', 'in_zero_point'), ...I8_CLAMP],
  operands: [
    { name: 'x', dtype: 'i8', role: 'in' },
    { name: 'y', dtype: 'i8', role: 'out' },
  ],
  costsLike: 'avg_pool_s8',
  variants: [portable({ inPlace: poolInPlace })],
  macs: noMacs,
});
