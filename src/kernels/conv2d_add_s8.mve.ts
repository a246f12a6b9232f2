// Int8 convolution with a residual for MVE: weights and scratch as conv2d_s8, {bias, M} by lanes.
import { defineVariant, inPlaceWith } from './geometry/fields.ts';
import { packChannelLanes, packRuns, shiftedBias } from './geometry/mve-packing.ts';
import { INT8_STRIP, runShape, stripOrder, stripOverlap, stripScratchBytes, stripSupports } from './geometry/mve-strip.ts';
import { INT8 } from './geometry/overlap.ts';
import { int32Constant, int8Constant } from './geometry/wasm-packing.ts';

export default defineVariant('mve', {
  supports: stripSupports,
  pack: (p, constants) => ({
    ...constants,
    w: packRuns(int8Constant(constants, 'w'), runShape(p), stripOrder(p)),
    requant: packChannelLanes(int32Constant(constants, 'requant'), 2, runShape(p), shiftedBias(p)),
  }),
  scratchBytes: (p) => stripScratchBytes(p, INT8_STRIP),
  overlap: stripOverlap(INT8),
  inPlace: inPlaceWith('residual'),
});
