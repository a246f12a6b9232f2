// 32-bit integers to 8 bits, modulo 2^8: signed and unsigned.
import { anySign, unaryKernel } from './geometry/elementwise.ts';

export default anySign(unaryKernel('cast_i32_i8', 'i32', 'i8'));
