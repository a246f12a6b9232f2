// Int8 softmax over rows of `cols` elements; output scale 1 / levels with at most 256 levels, zero point -128.
// table[d] = round(32767 * exp(-d * scale_x)) (numeric/fixed-point.ts: softmaxTable), d = row maximum - x. cols <= 131072, so that sums fit 32 bits.
import { defineKernel } from './kernel-def.ts';
import { fields, inPlaceWith, noMacs, portable } from './geometry/fields.ts';

export default defineKernel({
  name: 'softmax_s8',
  params: [...fields('i32', 'rows', 'cols', 'levels')],
  operands: [
    { name: 'x', dtype: 'i8', role: 'in' },
    { name: 'table', dtype: 'i32', role: 'const' },
    { name: 'y', dtype: 'i8', role: 'out' },
  ],
  variants: [portable({ inPlace: inPlaceWith('x') })],
  macs: noMacs,
});
