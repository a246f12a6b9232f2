// Transposition of one image of bytes from planes to pixels: y[height][width][planes] = x[planes][height][width], as most networks need it of their input.
// The output may take the place of the input. Scratch: one row of all planes.
import { defineKernel } from './kernel-def.ts';
import { fields, inPlaceWith, noMacs, portable } from './geometry/fields.ts';

export default defineKernel({
  name: 'planes_to_pixels_8',
  params: [...fields('i32', 'planes', 'height', 'width')],
  movesBits: true,
  operands: [
    { name: 'x', dtype: 'u8', role: 'in' },
    { name: 'y', dtype: 'u8', role: 'out' },
  ],
  scratch: true,
  costsLike: 'copy_nd_8',
  variants: [portable({ scratchBytes: (p) => (p['planes'] ?? 0) * (p['width'] ?? 0), inPlace: inPlaceWith('x') })],
  macs: noMacs,
});
