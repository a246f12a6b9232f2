// Bitwise or of 64-bit integers.
import { binaryKernel } from './geometry/elementwise.ts';

export default binaryKernel('or_i64', 'i64', 'i64', { anySign: true });
