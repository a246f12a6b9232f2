// Strided copy of three planes to pixels of three channels: the input transposition of most image networks.
import { defineVariant } from './geometry/fields.ts';
import { isThreePlanes } from './geometry/planes.ts';

export default defineVariant('neon', { supports: isThreePlanes });
