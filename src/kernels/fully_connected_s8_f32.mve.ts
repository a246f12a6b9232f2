// Int8 fully connected layer with float output for MVE: weights as fully_connected_s8, {bias, scale} by lanes.
import { defineVariant } from './geometry/fields.ts';
import { matrixShape, packChannelLanes, packRuns, scalesAreNormal } from './geometry/mve-packing.ts';
import { int32Constant, int8Constant } from './geometry/wasm-packing.ts';

export default defineVariant('mve', {
  exactFloat: true,
  supports: scalesAreNormal,
  pack: (p, constants) => ({
    ...constants,
    w: packRuns(int8Constant(constants, 'w'), matrixShape(p), (k) => k),
    channel: packChannelLanes(int32Constant(constants, 'channel'), 2, matrixShape(p), (word) => word),
  }),
});
