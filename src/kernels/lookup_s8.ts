// Any function of one int8 value: y = table[x + 128].
import { defineKernel } from './kernel-def.ts';
import { fields, inPlaceWith, noMacs, portable } from './geometry/fields.ts';

export default defineKernel({
  name: 'lookup_s8',
  params: [...fields('i32', 'count')],
  operands: [
    { name: 'x', dtype: 'i8', role: 'in' },
    { name: 'table', dtype: 'i8', role: 'const' },
    { name: 'y', dtype: 'i8', role: 'out' },
  ],
  variants: [portable({ inPlace: inPlaceWith('x') })],
  macs: noMacs,
});
