// Float depthwise convolution that writes int8 by fused multiply-adds, where each output channel has its own input channel. Scratch: one pixel of padding.
import { defineVariant } from './geometry/fields.ts';
import { isPlainDepthwise, packDepthwiseF32 } from './geometry/neon-packing.ts';

export default defineVariant('neon', {
  supports: isPlainDepthwise,
  pack: (p, constants) => packDepthwiseF32(constants, p['out_c'] ?? 0),
  scratchBytes: (p) => 4 * (p['in_c'] ?? 0),
});
