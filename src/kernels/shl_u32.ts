// Unsigned 32-bit integers shifted left.
import { binaryKernel } from './geometry/elementwise.ts';

export default binaryKernel('shl_u32', 'u32', 'u32', { anySign: true });
