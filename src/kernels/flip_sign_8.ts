// uint8 to int8 and back: xor 0x80.
import { defineKernel } from './kernel-def.ts';
import { fields, inPlaceWith, noMacs, portable } from './geometry/fields.ts';

export default defineKernel({
  name: 'flip_sign_8',
  params: [...fields('i32', 'count')],
  movesBits: true,
  operands: [
    { name: 'x', dtype: 'u8', role: 'in' },
    { name: 'y', dtype: 'i8', role: 'out' },
  ],
  variants: [portable({ inPlace: inPlaceWith('x') })],
  macs: noMacs,
});
