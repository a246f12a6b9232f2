// Bitwise and of 64-bit integers.
import { binaryKernel } from './geometry/elementwise.ts';

export default binaryKernel('and_i64', 'i64', 'i64', { anySign: true });
