// Powers of 64-bit integers, modulo 2^64; a negative exponent gives 1 / a^|b| without its fraction, 0 where a is 0.
import { binaryKernel } from './geometry/elementwise.ts';

export default binaryKernel('pow_i64', 'i64', 'i64', { anySign: true });
