// Float fully connected layer that writes int8 by fused multiply-adds.
import { defineVariant } from './geometry/fields.ts';
import { matrixShape, packFloat } from './geometry/neon-packing.ts';

export default defineVariant('neon', {
  pack: (p, constants) => packFloat(constants, matrixShape(p)),
});
