// Difference of 32-bit integers, modulo 2^32: signed and unsigned.
import { binaryKernel } from './geometry/elementwise.ts';

export default binaryKernel('sub_i32', 'i32', 'i32', { anySign: true });
