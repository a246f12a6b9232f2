// Int8 convolution to float for cores with the DSP extension, whose weights may be -128 in any channel:
// weights and scratch as conv2d_s8.dsp-offset, {bias, scale} per channel.
import { DSP_OFFSET_CONV, convFilterShape, packDspChannels } from './geometry/dsp-packing.ts';
import { defineVariant } from './geometry/fields.ts';
import { convOverlap } from './geometry/overlap.ts';
import { int32Constant } from './geometry/wasm-packing.ts';

export default defineVariant('dsp-offset', {
  costsLike: 'dsp',
  exactFloat: true,
  pack: (p, constants) => ({ ...constants, w: DSP_OFFSET_CONV.weights(p, constants), channel: packDspChannels(int32Constant(constants, 'channel'), convFilterShape(p), 2) }),
  scratchBytes: DSP_OFFSET_CONV.scratchBytes,
  overlap: convOverlap({ input: 1, output: 4 }),
});
