// Float matrix product of two computed operands, over two dimensions of batches in which either may be broadcast, clamped.
import { F32_CLAMP, fields, portable } from './geometry/fields.ts';
import { defineKernel } from './kernel-def.ts';

export default defineKernel({
  name: 'matmul_f32',
  params: [...fields('i32', 'outer', 'inner', 'm', 'n', 'k', 'a_outer', 'a_inner', 'b_outer', 'b_inner', 'b_transposed'), ...F32_CLAMP],
  operands: [
    { name: 'a', dtype: 'f32', role: 'in' },
    { name: 'b', dtype: 'f32', role: 'in' },
    { name: 'y', dtype: 'f32', role: 'out' },
  ],
  variants: [portable()],
  macs: ({ outer = 0, inner = 0, m = 0, n = 0, k = 0 }) => outer * inner * m * n * k,
});
