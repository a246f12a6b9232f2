// Float fully connected layer to int8 for Cortex-M with a single-precision FPU: weights and biases in blocks of eight channels.
import { rowShape } from './fully_connected_s8.dsp.ts';
import { defineVariant } from './geometry/fields.ts';
import { float32Constant, packLanes } from './geometry/wasm-packing.ts';

export default defineVariant('vfp', {
  exactFloat: true,
  pack: (p, constants) => ({
    ...constants,
    w: packLanes(float32Constant(constants, 'w'), rowShape(p)),
    bias: packLanes(float32Constant(constants, 'bias'), { ...rowShape(p), length: 1 }),
  }),
});
