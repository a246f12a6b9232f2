// Average or maximum of bilinear samples in out_h x out_w bins of each region {x1, y1, x2, y2} of an image [batch][channels][in_h][in_w]. Entries of the
// batch are int32 or int64 (the other operand is null) and clamped; `samples` along each axis of a bin, 0: as many as it has pixels, at most 1024.
import { defineKernel } from './kernel-def.ts';
import { fields, noMacs, portable } from './geometry/fields.ts';

export default defineKernel({
  name: 'roi_align_f32',
  params: [...fields('i32', 'batch', 'channels', 'in_h', 'in_w', 'regions', 'out_h', 'out_w', 'samples', 'half_pixel', 'maximum'), ...fields('f32', 'spatial_scale')],
  operands: [
    { name: 'x', dtype: 'f32', role: 'in' },
    { name: 'rois', dtype: 'f32', role: 'in' },
    { name: 'indices', dtype: 'i32', role: 'in', optional: true },
    { name: 'indices64', dtype: 'i64', role: 'in', optional: true },
    { name: 'y', dtype: 'f32', role: 'out' },
  ],
  variants: [portable()],
  macs: noMacs,
});
