// Float to int8 for MVE.
import { defineVariant, inPlaceWith } from './geometry/fields.ts';

export default defineVariant('mve', { inPlace: inPlaceWith('x') });
