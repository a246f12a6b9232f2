// Magnitudes of 64-bit integers, modulo 2^64.
import { unaryKernel } from './geometry/elementwise.ts';

export default unaryKernel('abs_i64', 'i64');
