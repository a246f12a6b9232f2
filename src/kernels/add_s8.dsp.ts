// Int8 addition for cores with the DSP extension.
import { defineVariant, inPlaceWith } from './geometry/fields.ts';

export default defineVariant('dsp', { inPlace: inPlaceWith('a', 'b') });
