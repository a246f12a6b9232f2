// Magnitudes of 32-bit integers, modulo 2^32.
import { unaryKernel } from './geometry/elementwise.ts';

export default unaryKernel('abs_i32', 'i32');
