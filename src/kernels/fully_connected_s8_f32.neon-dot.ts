// Int8 fully connected layer that writes float, by SDOT.
import { defineVariant } from './geometry/fields.ts';
import { DOT_LAYOUT, matrixShape, packFloatOutput } from './geometry/neon-packing.ts';

export default defineVariant('neon-dot', { exactFloat: true, pack: (p, constants) => packFloatOutput(constants, { shape: matrixShape(p), layout: DOT_LAYOUT }) });
