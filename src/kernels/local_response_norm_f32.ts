// Float normalization by the energy of neighbouring channels.
import { defineKernel } from './kernel-def.ts';
import { fields, noMacs, portable } from './geometry/fields.ts';

export default defineKernel({
  name: 'local_response_norm_f32',
  params: [...fields('i32', 'rows', 'channels', 'size', 'quarters'), ...fields('f32', 'alpha_per_element', 'bias')],
  operands: [
    { name: 'x', dtype: 'f32', role: 'in' },
    { name: 'y', dtype: 'f32', role: 'out' },
  ],
  variants: [portable()],
  macs: noMacs,
});
