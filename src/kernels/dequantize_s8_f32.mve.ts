// Int8 to float for MVE.
import { defineVariant } from './geometry/fields.ts';

export default defineVariant('mve');
