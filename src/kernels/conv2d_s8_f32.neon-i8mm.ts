// Int8 convolution that writes float, by SMMLA. Scratch: four gathered patches.
import { defineVariant } from './geometry/fields.ts';
import { I8MM_LAYOUT, filterShape, packFloatOutput, patchScratch } from './geometry/neon-packing.ts';

export default defineVariant('neon-i8mm', {
  exactFloat: true,
  pack: (p, constants) => packFloatOutput(constants, { shape: filterShape(p), layout: I8MM_LAYOUT }),
  scratchBytes: patchScratch,
});
