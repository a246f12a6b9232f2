// Int8 convolution with a residual for the WebAssembly executor: weights and scratch as conv2d_s8, {bias, M} by lanes.
import { convScratchBytes, filterShape } from './conv2d_s8.wasm.ts';
import { defineVariant, inPlaceWith } from './geometry/fields.ts';
import { int32Constant, int8Constant, packChannels, packPairs } from './geometry/wasm-packing.ts';

export default defineVariant('wasm', {
  pack: (p, constants) => ({
    ...constants,
    w: packPairs(int8Constant(constants, 'w'), filterShape(p)),
    requant: packChannels(int32Constant(constants, 'requant'), filterShape(p)),
  }),
  scratchBytes: convScratchBytes,
  inPlace: inPlaceWith('residual'),
});
