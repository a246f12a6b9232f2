// Int8 softmax for MVE, exponentials by gathers.
import { defineVariant, inPlaceWith } from './geometry/fields.ts';

export default defineVariant('mve', { inPlace: inPlaceWith('x') });
