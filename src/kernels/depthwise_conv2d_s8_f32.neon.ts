// Int8 depthwise convolution that writes float, by widening multiplies, where each output channel has its own input channel. Scratch: one pixel of padding.
import { defineVariant } from './geometry/fields.ts';
import { fitsInPairs, isPlainDepthwise, packDepthwise } from './geometry/neon-packing.ts';
import { int32Constant, int8Constant } from './geometry/wasm-packing.ts';

export default defineVariant('neon', {
  supports: (p, constants) => isPlainDepthwise(p) && fitsInPairs(constants),
  pack: (p, constants) => {
    const { w, entries } = packDepthwise(int8Constant(constants, 'w'), int32Constant(constants, 'channel'), p['out_c'] ?? 0);
    return { ...constants, w, channel: entries };
  },
  scratchBytes: (p) => p['in_c'] ?? 0,
});
