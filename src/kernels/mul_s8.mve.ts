// Int8 product for MVE; needs a shift above the pre-shift, as all its requantization does.
import { defineVariant, inPlaceWith } from './geometry/fields.ts';

export default defineVariant('mve', {
  supports: (p) => (p['shift'] ?? 0) > (p['pre_shift'] ?? 0),
  inPlace: inPlaceWith('a', 'b'),
});
