// Int8 addition for MVE.
import { defineVariant, inPlaceWith } from './geometry/fields.ts';

export default defineVariant('mve', { inPlace: inPlaceWith('a', 'b') });
