// Places of the maxima of float pooling in one to three dimensions, counted over the whole tensor in the order of the model: planes of d, h, w.
import { defineKernel } from './kernel-def.ts';
import { fields, noMacs, portable } from './geometry/fields.ts';

export default defineKernel({
  name: 'max_pool_indices_f32',
  params: fields(
    'i32', 'planes', 'in_d', 'in_h', 'in_w', 'out_d', 'out_h', 'out_w', 'kernel_d', 'kernel_h', 'kernel_w', 'stride_d', 'stride_h', 'stride_w',
    'dilation_d', 'dilation_h', 'dilation_w', 'pad_d', 'pad_h', 'pad_w', 'column_major',
  ),
  operands: [
    { name: 'x', dtype: 'f32', role: 'in' },
    { name: 'y', dtype: 'i64', role: 'out' },
  ],
  costsLike: 'max_pool_f32',
  variants: [portable()],
  macs: noMacs,
});
