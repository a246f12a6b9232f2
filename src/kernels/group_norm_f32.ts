// Float normalization by the moments of groups of channels (or of rows); in place.
import { defineKernel } from './kernel-def.ts';
import { F32_CLAMP, fields, inPlaceWith, noMacs, portable } from './geometry/fields.ts';

export default defineKernel({
  name: 'group_norm_f32',
  params: [...fields('i32', 'batch', 'pixels', 'groups', 'width', 'centred'), ...fields('f32', 'epsilon'), ...F32_CLAMP],
  operands: [
    { name: 'x', dtype: 'f32', role: 'in' },
    { name: 'scale', dtype: 'f32', role: 'in', optional: true },
    { name: 'bias', dtype: 'f32', role: 'in', optional: true },
    { name: 'y', dtype: 'f32', role: 'out' },
  ],
  variants: [portable({ inPlace: inPlaceWith('x') })],
  macs: noMacs,
});
