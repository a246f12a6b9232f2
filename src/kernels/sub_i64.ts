// Difference of 64-bit integers, modulo 2^64: signed and unsigned.
import { binaryKernel } from './geometry/elementwise.ts';

export default binaryKernel('sub_i64', 'i64', 'i64', { anySign: true });
