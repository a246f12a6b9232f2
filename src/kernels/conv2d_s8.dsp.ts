// Int8 convolution for cores with the DSP extension: two channels in one halfword of weights, {bias, M, addend, s} per channel.
import { DSP_CONV, convFilterShape, packDspRequant } from './geometry/dsp-packing.ts';
import { defineVariant } from './geometry/fields.ts';
import { INT8, convOverlap } from './geometry/overlap.ts';
import { int32Constant } from './geometry/wasm-packing.ts';

export default defineVariant('dsp', {
  supports: DSP_CONV.supports,
  pack: (p, constants) => ({ ...constants, w: DSP_CONV.weights(p, constants), requant: packDspRequant(int32Constant(constants, 'requant'), p, convFilterShape(p), 2) }),
  scratchBytes: DSP_CONV.scratchBytes,
  overlap: convOverlap(INT8),
});
