// Int8 normalization of rows by their exact moments; table holds {M, offset} per column, so that scale and bias of the model cost one multiplication.
import { defineKernel } from './kernel-def.ts';
import { fields, inPlaceWith, noMacs, portable } from './geometry/fields.ts';

export default defineKernel({
  name: 'layer_norm_s8',
  params: fields('i32', 'rows', 'cols', 'zero_point', 'centred', 'epsilon_low', 'epsilon_high', 'shift', 'out_min', 'out_max'),
  operands: [
    { name: 'x', dtype: 'i8', role: 'in' },
    { name: 'table', dtype: 'i32', role: 'const' },
    { name: 'y', dtype: 'i8', role: 'out' },
  ],
  variants: [portable({ inPlace: inPlaceWith('x') })],
  macs: noMacs,
});
