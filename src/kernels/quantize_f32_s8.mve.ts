// Float to int8 for MVE. Subnormal inputs count as zero, which changes no result while the scale is normal.
import { defineVariant, inPlaceWith } from './geometry/fields.ts';
import { isNormal } from './geometry/mve-packing.ts';

export default defineVariant('mve', { exactFloat: true, supports: (p) => isNormal(p['inverse_scale'] ?? 0), inPlace: inPlaceWith('x') });
