// Integer GRU layer for MVE: the portable walk, with products of rows in vector code. What is float in it is exact.
import { defineVariant } from './geometry/fields.ts';
import { bytesOfState } from './geometry/recurrent.ts';

export default defineVariant('mve', { scratchBytes: bytesOfState(16), exactFloat: true });
