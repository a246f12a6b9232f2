// Int8 convolution with a residual for cores with the DSP extension: weights and scratch as conv2d_s8, {bias, M} per channel.
import { DSP_CONV, convFilterShape, packDspChannels } from './geometry/dsp-packing.ts';
import { defineVariant, inPlaceWith } from './geometry/fields.ts';
import { INT8, convOverlap } from './geometry/overlap.ts';
import { int32Constant } from './geometry/wasm-packing.ts';

export default defineVariant('dsp', {
  supports: DSP_CONV.supports,
  pack: (p, constants) => ({ ...constants, w: DSP_CONV.weights(p, constants), requant: packDspChannels(int32Constant(constants, 'requant'), convFilterShape(p), 2) }),
  scratchBytes: DSP_CONV.scratchBytes,
  overlap: convOverlap(INT8),
  inPlace: inPlaceWith('residual'),
});
