// Int8 fully connected layer for MVE; constants packed as for its convolution.
import { defineVariant } from './geometry/fields.ts';
import { matrixShape, needsNoPreShift, packChannelLanes, packRuns, withoutPreShift } from './geometry/mve-packing.ts';
import { int32Constant, int8Constant } from './geometry/wasm-packing.ts';

export default defineVariant('mve', {
  supports: needsNoPreShift,
  pack: (p, constants) => ({
    ...constants,
    w: packRuns(int8Constant(constants, 'w'), matrixShape(p), (k) => k),
    requant: packChannelLanes(int32Constant(constants, 'requant'), 3, matrixShape(p), withoutPreShift(p)),
  }),
});
