// Remainder of unsigned 32-bit integers; 0 where the divisor is 0.
import { binaryKernel } from './geometry/elementwise.ts';

export default binaryKernel('mod_u32', 'u32');
