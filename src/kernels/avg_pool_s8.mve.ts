// Int8 average pooling for MVE.
import { defineVariant, poolInPlace } from './geometry/fields.ts';

export default defineVariant('mve', { inPlace: poolInPlace });
