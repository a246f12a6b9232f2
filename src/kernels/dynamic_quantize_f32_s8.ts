// DynamicQuantizeLinear: scale and zero point from the least and largest element; y and the zero point are uint8 stored 128 lower.
import { defineKernel } from './kernel-def.ts';
import { fields, noMacs, portable } from './geometry/fields.ts';

export default defineKernel({
  name: 'dynamic_quantize_f32_s8',
  params: fields('i32', 'count'),
  operands: [
    { name: 'x', dtype: 'f32', role: 'in' },
    { name: 'y', dtype: 'i8', role: 'out' },
    { name: 'scale', dtype: 'f32', role: 'out' },
    { name: 'zero', dtype: 'i8', role: 'out' },
  ],
  variants: [portable()],
  macs: noMacs,
});
