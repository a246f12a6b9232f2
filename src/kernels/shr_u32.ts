// Unsigned 32-bit integers shifted right.
import { binaryKernel } from './geometry/elementwise.ts';

export default binaryKernel('shr_u32', 'u32', 'u32', { anySign: true });
