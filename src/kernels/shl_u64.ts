// Unsigned 64-bit integers shifted left.
import { binaryKernel } from './geometry/elementwise.ts';

export default binaryKernel('shl_u64', 'u64', 'u64', { anySign: true });
