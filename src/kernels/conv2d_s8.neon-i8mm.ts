// Int8 convolution by SMMLA. Scratch: four gathered patches.
import { defineVariant } from './geometry/fields.ts';
import { I8MM_LAYOUT, filterShape, packInt8, patchScratch } from './geometry/neon-packing.ts';

export default defineVariant('neon-i8mm', {
  pack: (p, constants) => packInt8(p, constants, { shape: filterShape(p), layout: I8MM_LAYOUT }),
  scratchBytes: patchScratch,
});
