// Three planes to pixels by vector stores that interleave; not in place, because Cortex-A has the memory.
import { defineVariant } from './geometry/fields.ts';

export default defineVariant('neon', { supports: (p) => p['planes'] === 3 });
