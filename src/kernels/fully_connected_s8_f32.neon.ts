// Int8 fully connected layer that writes float, by widening multiplies.
import { defineVariant } from './geometry/fields.ts';
import { MUL_LAYOUT, fitsInPairs, matrixShape, packFloatOutput } from './geometry/neon-packing.ts';

export default defineVariant('neon', {
  supports: (_params, constants) => fitsInPairs(constants),
  pack: (p, constants) => packFloatOutput(constants, { shape: matrixShape(p), layout: MUL_LAYOUT }),
});
