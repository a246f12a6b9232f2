// Remainder of signed 64-bit integers with the sign of the divisor; 0 where that is 0.
import { binaryKernel } from './geometry/elementwise.ts';

export default binaryKernel('mod_i64', 'i64');
