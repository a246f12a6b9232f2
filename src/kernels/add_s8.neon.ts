// Int8 addition, sixteen elements at a time.
import { hasNarrowMultipliers } from './add_s8.ts';
import { defineVariant, inPlaceWith } from './geometry/fields.ts';

export default defineVariant('neon', { supports: hasNarrowMultipliers, inPlace: inPlaceWith('a', 'b') });
