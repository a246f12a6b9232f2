// Int8 convolution for cores with the DSP extension, whose weights may be -128 in any channel:
// two channels in one halfword, the first 128 higher, {bias, M, addend, s} per channel.
import { DSP_OFFSET_CONV, convFilterShape, packDspRequant } from './geometry/dsp-packing.ts';
import { defineVariant } from './geometry/fields.ts';
import { INT8, convOverlap } from './geometry/overlap.ts';
import { int32Constant } from './geometry/wasm-packing.ts';

export default defineVariant('dsp-offset', {
  costsLike: 'dsp',
  pack: (p, constants) => ({ ...constants, w: DSP_OFFSET_CONV.weights(p, constants), requant: packDspRequant(int32Constant(constants, 'requant'), p, convFilterShape(p), 2) }),
  scratchBytes: DSP_OFFSET_CONV.scratchBytes,
  overlap: convOverlap(INT8),
});
