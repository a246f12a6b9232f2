// Int8 fully connected layer that writes float, by SMMLA.
import { defineVariant } from './geometry/fields.ts';
import { I8MM_LAYOUT, matrixShape, packFloatOutput } from './geometry/neon-packing.ts';

export default defineVariant('neon-i8mm', { exactFloat: true, pack: (p, constants) => packFloatOutput(constants, { shape: matrixShape(p), layout: I8MM_LAYOUT }) });
