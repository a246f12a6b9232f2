// Bitwise and of bytes; of bools that are 0 or 1 the logical one.
import { binaryKernel } from './geometry/elementwise.ts';

export default binaryKernel('and_8', 'u8', 'u8', { anySign: true });
