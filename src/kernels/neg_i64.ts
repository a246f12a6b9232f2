// 64-bit integers with the other sign, modulo 2^64.
import { unaryKernel } from './geometry/elementwise.ts';

export default unaryKernel('neg_i64', 'i64');
