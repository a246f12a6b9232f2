// 32-bit integers to 16 bits, modulo 2^16: signed and unsigned.
import { anySign, unaryKernel } from './geometry/elementwise.ts';

export default anySign(unaryKernel('cast_i32_i16', 'i32', 'i16'));
