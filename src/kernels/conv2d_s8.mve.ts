// Int8 convolution for MVE. Scratch: a strip of the input, none where patches are runs of the input.
import { defineVariant } from './geometry/fields.ts';
import { needsNoPreShift, packChannelLanes, packRuns, withoutPreShift } from './geometry/mve-packing.ts';
import { INT8_STRIP, runShape, stripOrder, stripOverlap, stripScratchBytes, stripSupports } from './geometry/mve-strip.ts';
import { INT8 } from './geometry/overlap.ts';
import { int32Constant, int8Constant } from './geometry/wasm-packing.ts';

export default defineVariant('mve', {
  supports: (p, constants) => stripSupports(p) && needsNoPreShift(p, constants),
  pack: (p, constants) => ({
    ...constants,
    w: packRuns(int8Constant(constants, 'w'), runShape(p), stripOrder(p)),
    requant: packChannelLanes(int32Constant(constants, 'requant'), 3, runShape(p), withoutPreShift(p)),
  }),
  scratchBytes: (p) => stripScratchBytes(p, INT8_STRIP),
  overlap: stripOverlap(INT8),
});
