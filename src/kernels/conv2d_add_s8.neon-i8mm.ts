// Int8 convolution with a residual, by SMMLA. Scratch: four gathered patches.
import { defineVariant, inPlaceWith } from './geometry/fields.ts';
import { I8MM_LAYOUT, filterShape, packSum, patchScratch } from './geometry/neon-packing.ts';

export default defineVariant('neon-i8mm', {
  pack: (p, constants) => packSum(constants, { shape: filterShape(p), layout: I8MM_LAYOUT }),
  scratchBytes: patchScratch,
  inPlace: inPlaceWith('residual'),
});
