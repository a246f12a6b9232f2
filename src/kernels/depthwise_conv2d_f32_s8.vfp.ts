// Float depthwise convolution to int8 for Cortex-M with a single-precision FPU, where each output channel has its own input channel; canonical constants.
import { defineVariant } from './geometry/fields.ts';
import { depthwiseOverlap } from './geometry/overlap.ts';

export default defineVariant('vfp', { exactFloat: true, supports: (p) => p['in_c'] === p['out_c'], overlap: depthwiseOverlap({ input: 4, output: 1 }) });
