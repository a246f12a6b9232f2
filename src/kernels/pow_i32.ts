// Powers of 32-bit integers, modulo 2^32; a negative exponent gives 1 / a^|b| without its fraction, 0 where a is 0.
import { binaryKernel } from './geometry/elementwise.ts';

export default binaryKernel('pow_i32', 'i32', 'i32', { anySign: true });
