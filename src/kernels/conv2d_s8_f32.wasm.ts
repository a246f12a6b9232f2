// Int8 convolution that writes float, for the WebAssembly executor: weights and scratch as conv2d_s8, {bias, scale} by lanes.
import { convScratchBytes, packPairsAndChannels } from './conv2d_s8.wasm.ts';
import { defineVariant } from './geometry/fields.ts';
import { convOverlap } from './geometry/overlap.ts';

export default defineVariant('wasm', {
  exactFloat: true,
  pack: (p, constants) => packPairsAndChannels(p, constants, 'channel'),
  scratchBytes: convScratchBytes,
  overlap: convOverlap({ input: 1, output: 4 }),
});
