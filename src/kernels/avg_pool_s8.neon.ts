// Int8 average pooling, sixteen or eight channels at a time. Rows of a window are summed in 16 bits.
import { defineVariant, poolInPlace } from './geometry/fields.ts';
import { needsNoPreShift } from './geometry/neon-packing.ts';

export default defineVariant('neon', {
  supports: (p, constants) => (p['kernel_w'] ?? 0) <= 255 && needsNoPreShift(p, constants),
  inPlace: poolInPlace,
});
