// 32-bit integers to 8 bits, modulo 2^8: signed and unsigned.
import { unaryKernel } from './geometry/elementwise.ts';

export default unaryKernel('cast_i32_i8', 'i32', 'i8');
