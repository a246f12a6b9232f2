// Product of 32-bit integers, modulo 2^32: signed and unsigned.
import { binaryKernel } from './geometry/elementwise.ts';

export default binaryKernel('mul_i32', 'i32', 'i32', { anySign: true });
