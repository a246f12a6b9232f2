// Int8 convolution by SDOT. Scratch: four gathered patches.
import { defineVariant } from './geometry/fields.ts';
import { DOT_LAYOUT, filterShape, packInt8, patchScratch } from './geometry/neon-packing.ts';

export default defineVariant('neon-dot', {
  pack: (p, constants) => packInt8(p, constants, { shape: filterShape(p), layout: DOT_LAYOUT }),
  scratchBytes: patchScratch,
});
