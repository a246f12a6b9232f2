// Float matrix product of x [batch][in_c] and weights [out_c][in_c] plus bias, clamped.
import { defineKernel } from './kernel-def.ts';
import { fullyConnectedMacs } from './geometry/conv.ts';
import { F32_CLAMP, fields, portable } from './geometry/fields.ts';

export default defineKernel({
  name: 'fully_connected_f32',
  params: [...fields('i32', 'batch', 'in_c', 'out_c'), ...F32_CLAMP],
  operands: [
    { name: 'x', dtype: 'f32', role: 'in' },
    { name: 'w', dtype: 'f32', role: 'const' },
    { name: 'bias', dtype: 'f32', role: 'const' },
    { name: 'y', dtype: 'f32', role: 'out' },
  ],
  variants: [portable()],
  macs: fullyConnectedMacs,
});
