// Table look-up for MVE, by gathers.
import { defineVariant, inPlaceWith } from './geometry/fields.ts';

export default defineVariant('mve', { inPlace: inPlaceWith('x') });
