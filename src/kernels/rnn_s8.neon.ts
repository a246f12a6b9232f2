// Integer RNN layer for NEON: the portable walk, with products of rows in vector code. What is float in it is exact.
import { defineVariant } from './geometry/fields.ts';
import { bytesOfState } from './geometry/recurrent.ts';

export default defineVariant('neon', { scratchBytes: bytesOfState(6), exactFloat: true });
