// Filters one axis: y[outer][i][inner] = sum of weights[i][k] * x[outer][starts[i] + k][inner] over the taps.
import { defineKernel } from './kernel-def.ts';
import { fields, portable } from './geometry/fields.ts';

export default defineKernel({
  name: 'resample_f32',
  params: [...fields('i32', 'outer', 'in_size', 'out_size', 'inner', 'taps')],
  operands: [
    { name: 'x', dtype: 'f32', role: 'in' },
    { name: 'starts', dtype: 'i32', role: 'const' },
    { name: 'weights', dtype: 'f32', role: 'const' },
    { name: 'y', dtype: 'f32', role: 'out' },
  ],
  variants: [portable()],
  macs: (p) => (p['outer'] ?? 0) * (p['out_size'] ?? 0) * (p['inner'] ?? 0) * (p['taps'] ?? 0),
});
