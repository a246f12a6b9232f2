// Int8 addition for cores with the DSP extension.
import { hasNarrowMultipliers } from './add_s8.ts';
import { defineVariant, inPlaceWith } from './geometry/fields.ts';

export default defineVariant('dsp', { supports: hasNarrowMultipliers, inPlace: inPlaceWith('a', 'b') });
