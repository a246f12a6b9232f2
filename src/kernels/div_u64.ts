// Quotient of unsigned 64-bit integers; 0 where the divisor is 0.
import { binaryKernel } from './geometry/elementwise.ts';

export default binaryKernel('div_u64', 'u64');
