// Bitwise exclusive or of 64-bit integers.
import { binaryKernel } from './geometry/elementwise.ts';

export default binaryKernel('xor_i64', 'i64', 'i64', { anySign: true });
