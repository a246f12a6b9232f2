// Float convolution to int8 for Cortex-M with a single-precision FPU: weights and biases in blocks of eight channels. Scratch: two gathered patches.
import { patchIsContiguous, patchLength } from './geometry/conv.ts';
import { convFilterShape } from './geometry/dsp-packing.ts';
import { defineVariant } from './geometry/fields.ts';
import { convOverlap } from './geometry/overlap.ts';
import { float32Constant, packLanes } from './geometry/wasm-packing.ts';

export default defineVariant('vfp', {
  exactFloat: true,
  pack: (p, constants) => ({
    ...constants,
    w: packLanes(float32Constant(constants, 'w'), convFilterShape(p)),
    bias: packLanes(float32Constant(constants, 'bias'), { ...convFilterShape(p), length: 1 }),
  }),
  scratchBytes: (p) => (patchIsContiguous(p) ? 0 : 8 * patchLength(p)),
  overlap: convOverlap({ input: 4, output: 1 }, 2),
});
