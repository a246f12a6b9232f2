// Int8 maximum pooling, sixteen or eight channels at a time.
import { defineVariant, poolInPlace } from './geometry/fields.ts';

export default defineVariant('neon', { inPlace: poolInPlace });
