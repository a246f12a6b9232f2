// Int8 convolution by widening multiplies. Scratch: four gathered patches.
import { defineVariant } from './geometry/fields.ts';
import { MUL_LAYOUT, fitsInPairs, filterShape, packInt8, patchScratch } from './geometry/neon-packing.ts';

export default defineVariant('neon', {
  supports: (_params, constants) => fitsInPairs(constants),
  pack: (p, constants) => packInt8(p, constants, { shape: filterShape(p), layout: MUL_LAYOUT }),
  scratchBytes: patchScratch,
});
