// Float average pooling, sixteen or four channels at a time.
import { defineVariant, poolInPlace } from './geometry/fields.ts';

export default defineVariant('neon', { inPlace: poolInPlace });
