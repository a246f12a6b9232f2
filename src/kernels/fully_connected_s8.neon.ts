// Int8 fully connected layer by widening multiplies.
import { defineVariant } from './geometry/fields.ts';
import { MUL_LAYOUT, fitsInPairs, matrixShape, needsNoPreShift, packInt8 } from './geometry/neon-packing.ts';

export default defineVariant('neon', {
  supports: (p, constants) => needsNoPreShift(p, constants) && fitsInPairs(constants),
  pack: (p, constants) => packInt8(p, constants, { shape: matrixShape(p), layout: MUL_LAYOUT }),
});
