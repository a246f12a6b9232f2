// Upper or lower triangle of matrices of any element size; bytes elsewhere are `fill`. In place.
import { defineKernel } from './kernel-def.ts';
import { fields, inPlaceWith, noMacs, portable } from './geometry/fields.ts';

export default defineKernel({
  name: 'trilu',
  params: [...fields('i32', 'batch', 'rows', 'columns', 'upper', 'diagonal', 'element_bytes', 'fill')],
  operands: [
    { name: 'x', dtype: 'u8', role: 'in', bytes: true },
    { name: 'y', dtype: 'u8', role: 'out', bytes: true },
  ],
  variants: [portable({ inPlace: inPlaceWith('x') })],
  macs: noMacs,
});
