// Float average pooling, four channels at a time.
import { defineVariant, poolInPlace } from './geometry/fields.ts';

export default defineVariant('neon', { inPlace: poolInPlace });
