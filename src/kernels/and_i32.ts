// Bitwise and of 32-bit integers.
import { binaryKernel } from './geometry/elementwise.ts';

export default binaryKernel('and_i32', 'i32', 'i32', { anySign: true });
