// Int8 convolution with a residual for the WebAssembly executor: weights and scratch as conv2d_s8, {bias, M} by lanes.
import { convScratchBytes, packPairsAndChannels } from './conv2d_s8.wasm.ts';
import { defineVariant, inPlaceWith } from './geometry/fields.ts';
import { INT8, convOverlap } from './geometry/overlap.ts';

export default defineVariant('wasm', {
  pack: (p, constants) => packPairsAndChannels(p, constants, 'requant'),
  scratchBytes: convScratchBytes,
  overlap: convOverlap(INT8),
  inPlace: inPlaceWith('residual'),
});
