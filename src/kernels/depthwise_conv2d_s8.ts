// Int8 depthwise convolution, out_c = in_c * channel multiplier; weights [kernel_h][kernel_w][out_c].
// Output channel c reads input channel c / multiplier; padding reads pad_value. The portable variant needs no scratch.
import { defineKernel } from './kernel-def.ts';
import { depthwiseMacs } from './geometry/conv.ts';
import { CONV_GEOMETRY, I8_CLAMP, fields, portable } from './geometry/fields.ts';
import { INT8, depthwiseOverlap } from './geometry/overlap.ts';

export default defineKernel({
  name: 'depthwise_conv2d_s8',
  params: [...CONV_GEOMETRY, ...fields('i32', 'pad_value', 'pre_shift'), ...I8_CLAMP],
  operands: [
    { name: 'x', dtype: 'i8', role: 'in' },
    { name: 'w', dtype: 'i8', role: 'const' },
    { name: 'requant', dtype: 'i32', role: 'const' },
    { name: 'y', dtype: 'i8', role: 'out' },
  ],
  scratch: true,
  variants: [portable({ overlap: depthwiseOverlap(INT8) })],
  macs: depthwiseMacs,
});
