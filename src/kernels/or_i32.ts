// Bitwise or of 32-bit integers.
import { binaryKernel } from './geometry/elementwise.ts';

export default binaryKernel('or_i32', 'i32', 'i32', { anySign: true });
