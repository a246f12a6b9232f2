// Int8 to float for MVE, whose products are normal where the scale is.
import { defineVariant } from './geometry/fields.ts';
import { isNormal } from './geometry/mve-packing.ts';

export default defineVariant('mve', { exactFloat: true, supports: (p) => isNormal(p['scale'] ?? 0) });
