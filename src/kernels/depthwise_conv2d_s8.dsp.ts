// Int8 depthwise convolution for cores with the DSP extension, channel by channel on tiles of int16; {bias, M, addend, s} per channel.
import { depthwiseInPlace, depthwiseScratchBytes, depthwiseTileOverlap, packDepthwise, supportsDepthwise } from './geometry/dsp-depthwise.ts';
import { packDspRequant } from './geometry/dsp-packing.ts';
import { defineVariant } from './geometry/fields.ts';
import { int32Constant, int8Constant } from './geometry/wasm-packing.ts';

export default defineVariant('dsp', {
  supports: supportsDepthwise,
  pack: (p, constants) => ({
    ...constants,
    w: packDepthwise(int8Constant(constants, 'w'), p),
    requant: packDspRequant(int32Constant(constants, 'requant'), p, { groups: 1, channels: p['out_c'] ?? 0, length: 1 }, 1),
  }),
  scratchBytes: depthwiseScratchBytes,
  inPlace: depthwiseInPlace,
  overlap: depthwiseTileOverlap,
});
