// Int8 convolution with a residual, by widening multiplies. Scratch: four gathered patches.
import { defineVariant, inPlaceWith } from './geometry/fields.ts';
import { MUL_LAYOUT, filterShape, fitsInPairs, packSum, patchScratch } from './geometry/neon-packing.ts';

export default defineVariant('neon', {
  supports: (_params, constants) => fitsInPairs(constants),
  pack: (p, constants) => packSum(constants, { shape: filterShape(p), layout: MUL_LAYOUT }),
  scratchBytes: patchScratch,
  inPlace: inPlaceWith('residual'),
});
