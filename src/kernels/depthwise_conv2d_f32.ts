// Float depthwise convolution, out_c = in_c * channel multiplier; weights [kernel_h][kernel_w][out_c]; padding reads 0.
// Output channel c reads input channel c / multiplier. The portable variant needs no scratch.
import { defineKernel } from './kernel-def.ts';
import { depthwiseMacs } from './geometry/conv.ts';
import { CONV_GEOMETRY, F32_CLAMP, portable } from './geometry/fields.ts';
import { depthwiseOverlap } from './geometry/overlap.ts';

export default defineKernel({
  name: 'depthwise_conv2d_f32',
  params: [...CONV_GEOMETRY, ...F32_CLAMP],
  operands: [
    { name: 'x', dtype: 'f32', role: 'in' },
    { name: 'w', dtype: 'f32', role: 'const' },
    { name: 'bias', dtype: 'f32', role: 'const' },
    { name: 'y', dtype: 'f32', role: 'out' },
  ],
  scratch: true,
  variants: [portable({ overlap: depthwiseOverlap({ input: 4, output: 4 }) })],
  macs: depthwiseMacs,
});
