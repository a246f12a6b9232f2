// Integer LSTM layer for NEON: the portable walk, with products of rows in vector code. What is float in it is exact.
import { defineVariant } from './geometry/fields.ts';
import { bytesOfState } from './geometry/recurrent.ts';

export default defineVariant('neon', { scratchBytes: bytesOfState(20), exactFloat: true });
