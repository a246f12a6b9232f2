// Int8 convolution with a residual, by SDOT. Scratch: four gathered patches.
import { defineVariant, inPlaceWith } from './geometry/fields.ts';
import { DOT_LAYOUT, filterShape, packSum, patchScratch } from './geometry/neon-packing.ts';

export default defineVariant('neon-dot', {
  pack: (p, constants) => packSum(constants, { shape: filterShape(p), layout: DOT_LAYOUT }),
  scratchBytes: patchScratch,
  inPlace: inPlaceWith('residual'),
});
