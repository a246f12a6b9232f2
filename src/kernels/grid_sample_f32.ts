// Samples [batch][channels][in_d][in_h][in_w] at the points of a grid of `rank` coordinates (innermost dimension first). Mode 0 nearest, 1 linear, 2 cubic;
// padding 0 zeros, 1 border, 2 reflection. Coordinates that are no numbers are 0.
import { defineKernel } from './kernel-def.ts';
import { fields, noMacs, portable } from './geometry/fields.ts';

export default defineKernel({
  name: 'grid_sample_f32',
  params: [...fields('i32', 'batch', 'channels', 'in_d', 'in_h', 'in_w', 'points', 'rank', 'mode', 'padding', 'align_corners')],
  operands: [
    { name: 'x', dtype: 'f32', role: 'in' },
    { name: 'grid', dtype: 'f32', role: 'in' },
    { name: 'y', dtype: 'f32', role: 'out' },
  ],
  variants: [portable()],
  macs: noMacs,
});
