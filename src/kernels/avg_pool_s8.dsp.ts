// Int8 average pooling for cores with the DSP extension.
import { defineVariant, poolInPlace } from './geometry/fields.ts';

export default defineVariant('dsp', { inPlace: poolInPlace });
