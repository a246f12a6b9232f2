// Float depthwise convolution that writes int8: each clamped output is quantized as by quantize_f32_s8, and also
// written in float to `real` unless that is null; else as depthwise_conv2d_f32.
import { defineKernel } from './kernel-def.ts';
import { depthwiseMacs } from './geometry/conv.ts';
import { CONV_GEOMETRY, F32_CLAMP, fields, portable } from './geometry/fields.ts';
import { depthwiseOverlap } from './geometry/overlap.ts';

export default defineKernel({
  name: 'depthwise_conv2d_f32_s8',
  params: [...CONV_GEOMETRY, ...F32_CLAMP, ...fields('f32', 'inverse_scale'), ...fields('i32', 'out_zero_point')],
  operands: [
    { name: 'x', dtype: 'f32', role: 'in' },
    { name: 'w', dtype: 'f32', role: 'const' },
    { name: 'bias', dtype: 'f32', role: 'const' },
    { name: 'real', dtype: 'f32', role: 'out', optional: true },
    { name: 'y', dtype: 'i8', role: 'out' },
  ],
  scratch: true,
  variants: [portable({ overlap: depthwiseOverlap({ input: 4, output: 1 }) })],
  macs: depthwiseMacs,
});
