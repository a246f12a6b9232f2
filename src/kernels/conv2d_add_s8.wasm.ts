// Int8 convolution with a residual for the WebAssembly executor: weights and scratch as conv2d_s8, {bias, M} by lanes.
import { convScratchBytes, filterShape } from './conv2d_s8.wasm.ts';
import { defineVariant, inPlaceWith } from './geometry/fields.ts';
import { INT8, convOverlap } from './geometry/overlap.ts';
import { int32Constant, int8Constant, packChannels, packPairs } from './geometry/wasm-packing.ts';

export default defineVariant('wasm', {
  pack: (p, constants) => ({
    ...constants,
    w: packPairs(int8Constant(constants, 'w'), filterShape(p)),
    requant: packChannels(int32Constant(constants, 'requant'), filterShape(p)),
  }),
  scratchBytes: convScratchBytes,
  overlap: convOverlap(INT8),
  inPlace: inPlaceWith('residual'),
});
