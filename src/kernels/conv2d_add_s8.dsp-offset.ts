// Int8 convolution with a residual for cores with the DSP extension, whose weights may be -128 in any channel:
// weights and scratch as conv2d_s8.dsp-offset, {bias, M} per channel.
import { DSP_OFFSET_CONV, convFilterShape, packDspChannels } from './geometry/dsp-packing.ts';
import { defineVariant, inPlaceWith } from './geometry/fields.ts';
import { INT8, convOverlap } from './geometry/overlap.ts';
import { int32Constant } from './geometry/wasm-packing.ts';

export default defineVariant('dsp-offset', {
  costsLike: 'dsp',
  pack: (p, constants) => ({ ...constants, w: DSP_OFFSET_CONV.weights(p, constants), requant: packDspChannels(int32Constant(constants, 'requant'), convFilterShape(p), 2) }),
  scratchBytes: DSP_OFFSET_CONV.scratchBytes,
  overlap: convOverlap(INT8),
  inPlace: inPlaceWith('residual'),
});
