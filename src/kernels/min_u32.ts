// Smaller of unsigned 32-bit integers.
import { binaryKernel } from './geometry/elementwise.ts';

export default binaryKernel('min_u32', 'u32');
