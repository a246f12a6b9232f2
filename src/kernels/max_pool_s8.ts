// Int8 maximum pooling with dilation; padding is ignored, each window holds at least one element. In place where nothing is padded.
import { defineKernel } from './kernel-def.ts';
import { POOL_GEOMETRY, fields, noMacs, portable, poolInPlace } from './geometry/fields.ts';

export default defineKernel({
  name: 'max_pool_s8',
  params: [...POOL_GEOMETRY, ...fields('i32', 'dilation_h', 'dilation_w', 'pad_top', 'pad_left')],
  operands: [
    { name: 'x', dtype: 'i8', role: 'in' },
    { name: 'y', dtype: 'i8', role: 'out' },
  ],
  variants: [portable({ inPlace: poolInPlace })],
  macs: noMacs,
});
