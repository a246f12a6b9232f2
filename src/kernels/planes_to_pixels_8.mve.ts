// Planes to pixels for MVE, by scatters; rows move as in the portable kernel.
import { defineVariant, inPlaceWith } from './geometry/fields.ts';

const MOST_PLANES = 17;

export default defineVariant('mve', {
  supports: (p) => (p['planes'] ?? 0) <= MOST_PLANES,
  scratchBytes: (p) => (p['planes'] ?? 0) * (p['width'] ?? 0),
  inPlace: inPlaceWith('x'),
});
