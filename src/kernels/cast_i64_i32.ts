// 64-bit integers to 32 bits, modulo 2^32: signed and unsigned.
import { anySign, unaryKernel } from './geometry/elementwise.ts';

export default anySign(unaryKernel('cast_i64_i32', 'i64', 'i32'));
