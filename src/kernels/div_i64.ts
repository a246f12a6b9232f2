// Quotient of signed 64-bit integers, truncated; 0 where the divisor is 0, the dividend where the quotient would overflow.
import { binaryKernel } from './geometry/elementwise.ts';

export default binaryKernel('div_i64', 'i64');
