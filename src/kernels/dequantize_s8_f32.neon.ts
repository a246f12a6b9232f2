// Int8 to float, eight elements at a time.
import { defineVariant } from './geometry/fields.ts';

export default defineVariant('neon');
