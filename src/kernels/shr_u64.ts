// Unsigned 64-bit integers shifted right.
import { binaryKernel } from './geometry/elementwise.ts';

export default binaryKernel('shr_u64', 'u64', 'u64', { anySign: true });
