// Quotient of signed 32-bit integers, truncated; 0 where the divisor is 0, the dividend where the quotient would overflow.
import { binaryKernel } from './geometry/elementwise.ts';

export default binaryKernel('div_i32', 'i32');
