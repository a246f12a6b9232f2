// Float fully connected layer for MVE: eight output channels are the lanes.
import { defineVariant } from './geometry/fields.ts';
import { matrixShape } from './geometry/mve-packing.ts';
import { float32Constant, packLanes } from './geometry/wasm-packing.ts';

export default defineVariant('mve', {
  pack: (p, constants) => ({
    ...constants,
    w: packLanes(float32Constant(constants, 'w'), matrixShape(p)),
    bias: packLanes(float32Constant(constants, 'bias'), { ...matrixShape(p), length: 1 }),
  }),
});
