// Strided copy for MVE: gathers and scatters along dimensions that are contiguous on one side.
import { defineVariant } from './geometry/fields.ts';

export default defineVariant('mve');
