// Float convolution by fused multiply-adds. Scratch: four gathered patches.
import { defineVariant } from './geometry/fields.ts';
import { filterShape, packFloat, patchScratchF32 } from './geometry/neon-packing.ts';

export default defineVariant('neon', {
  pack: (p, constants) => packFloat(constants, filterShape(p)),
  scratchBytes: patchScratchF32,
});
