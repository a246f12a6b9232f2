// Int8 to float: y = scale * (x - zero_point).
import { defineKernel } from './kernel-def.ts';
import { fields, noMacs, portable } from './geometry/fields.ts';

export default defineKernel({
  name: 'dequantize_s8_f32',
  params: [...fields('i32', 'count'), ...fields('f32', 'scale'), ...fields('i32', 'zero_point')],
  operands: [
    { name: 'x', dtype: 'i8', role: 'in' },
    { name: 'y', dtype: 'f32', role: 'out' },
  ],
  variants: [portable()],
  macs: noMacs,
});
