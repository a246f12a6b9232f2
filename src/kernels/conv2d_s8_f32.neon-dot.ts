// Int8 convolution that writes float, by SDOT. Scratch: four gathered patches.
import { defineVariant } from './geometry/fields.ts';
import { DOT_LAYOUT, filterShape, packFloatOutput, patchScratch } from './geometry/neon-packing.ts';

export default defineVariant('neon-dot', {
  exactFloat: true,
  pack: (p, constants) => packFloatOutput(constants, { shape: filterShape(p), layout: DOT_LAYOUT }),
  scratchBytes: patchScratch,
});
