// Int8 fully connected layer by widening multiplies.
import { defineVariant } from './geometry/fields.ts';
import { MUL_LAYOUT, fitsInPairs, matrixShape, packInt8 } from './geometry/neon-packing.ts';

export default defineVariant('neon', {
  supports: (_params, constants) => fitsInPairs(constants),
  pack: (p, constants) => packInt8(p, constants, { shape: matrixShape(p), layout: MUL_LAYOUT }),
});
