// Int8 fully connected layer by SMMLA.
import { defineVariant } from './geometry/fields.ts';
import { I8MM_LAYOUT, matrixShape, packInt8 } from './geometry/neon-packing.ts';

export default defineVariant('neon-i8mm', {
  pack: (p, constants) => packInt8(p, constants, { shape: matrixShape(p), layout: I8MM_LAYOUT }),
});
