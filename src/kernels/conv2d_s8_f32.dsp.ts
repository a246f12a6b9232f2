// Int8 convolution to float for cores with the DSP extension: weights and scratch as conv2d_s8, {bias, scale} per channel.
import { DSP_CONV, convFilterShape, packDspChannels } from './geometry/dsp-packing.ts';
import { defineVariant } from './geometry/fields.ts';
import { convOverlap } from './geometry/overlap.ts';
import { int32Constant } from './geometry/wasm-packing.ts';

export default defineVariant('dsp', {
  exactFloat: true,
  supports: DSP_CONV.supports,
  pack: (p, constants) => ({ ...constants, w: DSP_CONV.weights(p, constants), channel: packDspChannels(int32Constant(constants, 'channel'), convFilterShape(p), 2) }),
  scratchBytes: DSP_CONV.scratchBytes,
  overlap: convOverlap({ input: 1, output: 4 }),
});
