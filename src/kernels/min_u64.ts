// Smaller of unsigned 64-bit integers.
import { binaryKernel } from './geometry/elementwise.ts';

export default binaryKernel('min_u64', 'u64');
