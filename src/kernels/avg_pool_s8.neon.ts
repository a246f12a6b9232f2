// Int8 average pooling, eight channels at a time.
import { defineVariant, poolInPlace } from './geometry/fields.ts';
import { needsNoPreShift } from './geometry/neon-packing.ts';

export default defineVariant('neon', { supports: needsNoPreShift, inPlace: poolInPlace });
