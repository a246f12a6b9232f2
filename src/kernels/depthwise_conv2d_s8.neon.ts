// Int8 depthwise convolution by widening multiplies, where each output channel has its own input channel. Scratch: one pixel of padding.
import { defineVariant } from './geometry/fields.ts';
import { fitsInPairs, isPlainDepthwise, packDepthwiseInt8 } from './geometry/neon-packing.ts';

export default defineVariant('neon', {
  supports: (p, constants) => isPlainDepthwise(p) && fitsInPairs(constants),
  pack: packDepthwiseInt8,
  scratchBytes: (p) => p['in_c'] ?? 0,
});
