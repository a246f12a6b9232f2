// Float addition, eight elements at a time.
import { defineVariant, inPlaceWith } from './geometry/fields.ts';

export default defineVariant('neon', { inPlace: inPlaceWith('a', 'b') });
