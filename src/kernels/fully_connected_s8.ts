// Int8 matrix product of x [batch][in_c] and weights [out_c][in_c] with per-channel requantization.
import { defineKernel } from './kernel-def.ts';
import { fullyConnectedMacs } from './geometry/conv.ts';
import { I8_CLAMP, fields, portable } from './geometry/fields.ts';

export default defineKernel({
  name: 'fully_connected_s8',
  params: [...fields('i32', 'batch', 'in_c', 'out_c', 'pre_shift'), ...I8_CLAMP],
  operands: [
    { name: 'x', dtype: 'i8', role: 'in' },
    { name: 'w', dtype: 'i8', role: 'const' },
    { name: 'requant', dtype: 'i32', role: 'const' },
    { name: 'y', dtype: 'i8', role: 'out' },
  ],
  variants: [portable()],
  macs: fullyConnectedMacs,
});
