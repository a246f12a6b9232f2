// Int8 convolution with float output for MVE: weights and scratch as conv2d_s8, {bias, scale} by lanes.
import { defineVariant } from './geometry/fields.ts';
import { packChannelLanes, packRuns, scalesAreNormal } from './geometry/mve-packing.ts';
import { INT8_STRIP, runShape, stripOrder, stripOverlap, stripScratchBytes, stripSupports } from './geometry/mve-strip.ts';
import { int32Constant, int8Constant } from './geometry/wasm-packing.ts';

export default defineVariant('mve', {
  exactFloat: true,
  supports: (p, constants) => stripSupports(p) && scalesAreNormal(p, constants),
  pack: (p, constants) => ({
    ...constants,
    w: packRuns(int8Constant(constants, 'w'), runShape(p), stripOrder(p)),
    channel: packChannelLanes(int32Constant(constants, 'channel'), 2, runShape(p), (word) => word),
  }),
  scratchBytes: (p) => stripScratchBytes(p, INT8_STRIP),
  overlap: stripOverlap({ input: 1, output: 4 }),
});
