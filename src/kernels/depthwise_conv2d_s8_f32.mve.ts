// Int8 depthwise convolution with float output for MVE: weights and scratch as depthwise_conv2d_s8.
import { defineVariant } from './geometry/fields.ts';
import { packWindows, windowScratchBytes, windowSupports } from './geometry/mve-depthwise.ts';
import { scalesAreNormal } from './geometry/mve-packing.ts';
import { int8Constant } from './geometry/wasm-packing.ts';

export default defineVariant('mve', {
  exactFloat: true,
  supports: (p, constants) => windowSupports(p) && scalesAreNormal(p, constants),
  pack: (p, constants) => ({ ...constants, w: packWindows(int8Constant(constants, 'w'), p) }),
  scratchBytes: windowScratchBytes,
});
