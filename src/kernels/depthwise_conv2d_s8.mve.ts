// Int8 depthwise convolution for MVE, windows of at most 9x9. Scratch: strips of the input for 16 channels, the sums of two lines, padding.
import { defineVariant } from './geometry/fields.ts';
import { packWindows, windowOverlap, windowScratchBytes, windowSupports } from './geometry/mve-depthwise.ts';
import { needsNoPreShift, withoutPreShift } from './geometry/mve-packing.ts';
import { int32Constant, int8Constant } from './geometry/wasm-packing.ts';

export default defineVariant('mve', {
  supports: (p, constants) => windowSupports(p) && needsNoPreShift(p, constants),
  pack: (p, constants) => {
    const word = withoutPreShift(p);
    return { ...constants, w: packWindows(int8Constant(constants, 'w'), p), requant: int32Constant(constants, 'requant').map((value, i) => word(value, i % 3)) };
  },
  scratchBytes: windowScratchBytes,
  overlap: windowOverlap,
});
