// Int8 depthwise convolution that writes float straight from its accumulators: y = clamp((float)acc * scale[c]), no rounding to int8 in between. Quantized to
// `stored` too unless that is null.
// channel holds {bias, scale as bits} per output channel, the input zero point folded into bias; else as depthwise_conv2d_s8.
import { defineKernel } from './kernel-def.ts';
import { depthwiseMacs } from './geometry/conv.ts';
import { CONV_GEOMETRY, F32_CLAMP, fields, portable } from './geometry/fields.ts';
import { depthwiseOverlap } from './geometry/overlap.ts';

export default defineKernel({
  name: 'depthwise_conv2d_s8_f32',
  params: [...CONV_GEOMETRY, ...fields('i32', 'pad_value'), ...F32_CLAMP, ...fields('f32', 'inverse_scale'), ...fields('i32', 'out_zero_point')],
  operands: [
    { name: 'x', dtype: 'i8', role: 'in' },
    { name: 'w', dtype: 'i8', role: 'const' },
    { name: 'channel', dtype: 'i32', role: 'const' },
    { name: 'stored', dtype: 'i8', role: 'out', optional: true },
    { name: 'y', dtype: 'f32', role: 'out' },
  ],
  scratch: true,
  variants: [portable({ overlap: depthwiseOverlap({ input: 1, output: 4 }) })],
  macs: depthwiseMacs,
});
