// Int8 convolution that writes float, by widening multiplies. Scratch: four gathered patches.
import { defineVariant } from './geometry/fields.ts';
import { MUL_LAYOUT, fitsInPairs, filterShape, packFloatOutput, patchScratch } from './geometry/neon-packing.ts';

export default defineVariant('neon', {
  supports: (_params, constants) => fitsInPairs(constants),
  pack: (p, constants) => packFloatOutput(constants, { shape: filterShape(p), layout: MUL_LAYOUT }),
  scratchBytes: patchScratch,
});
