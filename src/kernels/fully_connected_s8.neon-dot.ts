// Int8 fully connected layer by SDOT.
import { defineVariant } from './geometry/fields.ts';
import { DOT_LAYOUT, matrixShape, packInt8 } from './geometry/neon-packing.ts';

export default defineVariant('neon-dot', {
  pack: (p, constants) => packInt8(p, constants, { shape: matrixShape(p), layout: DOT_LAYOUT }),
});
