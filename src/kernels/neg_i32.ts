// 32-bit integers with the other sign, modulo 2^32.
import { unaryKernel } from './geometry/elementwise.ts';

export default unaryKernel('neg_i32', 'i32');
