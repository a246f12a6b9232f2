// Whether 64-bit integers are equal: signed and unsigned.
import { binaryKernel } from './geometry/elementwise.ts';

export default binaryKernel('equal_i64', 'i64', 'bool', { anySign: true });
