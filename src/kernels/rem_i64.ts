// Remainder of signed 64-bit integers with the sign of the dividend; 0 where the divisor is 0.
import { binaryKernel } from './geometry/elementwise.ts';

export default binaryKernel('rem_i64', 'i64');
