// Float softmax over rows of `cols` elements plus a bias that may be broadcast; a row of -infinity alone gives zeros.
import { fields, inPlaceWith, noMacs, portable } from './geometry/fields.ts';
import { defineKernel } from './kernel-def.ts';

export default defineKernel({
  name: 'masked_softmax_f32',
  params: fields('i32', 'd0', 'd1', 'd2', 'cols', 's0', 's1', 's2', 's3'),
  operands: [
    { name: 'x', dtype: 'f32', role: 'in' },
    { name: 'bias', dtype: 'f32', role: 'in' },
    { name: 'y', dtype: 'f32', role: 'out' },
  ],
  costsLike: 'softmax_f32',
  variants: [portable({ inPlace: inPlaceWith('x') })],
  macs: noMacs,
});
