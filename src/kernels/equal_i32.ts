// Whether 32-bit integers are equal: signed and unsigned.
import { binaryKernel } from './geometry/elementwise.ts';

export default binaryKernel('equal_i32', 'i32', 'bool', { anySign: true });
