// Largest element in out_h x out_w bins of each region {batch entry, x1, y1, x2, y2} of an image [batch][channels][in_h][in_w]; 0 in bins outside of it.
// Entries are clamped.
import { defineKernel } from './kernel-def.ts';
import { fields, noMacs, portable } from './geometry/fields.ts';

export default defineKernel({
  name: 'max_roi_pool_f32',
  params: [...fields('i32', 'batch', 'channels', 'in_h', 'in_w', 'regions', 'out_h', 'out_w'), ...fields('f32', 'spatial_scale')],
  operands: [
    { name: 'x', dtype: 'f32', role: 'in' },
    { name: 'rois', dtype: 'f32', role: 'in' },
    { name: 'y', dtype: 'f32', role: 'out' },
  ],
  variants: [portable()],
  macs: noMacs,
});
