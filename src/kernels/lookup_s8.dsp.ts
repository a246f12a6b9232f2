// Int8 table look-up for cores with the DSP extension.
import { defineVariant, inPlaceWith } from './geometry/fields.ts';

export default defineVariant('dsp', { inPlace: inPlaceWith('x') });
