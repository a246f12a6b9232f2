// Whether bytes are equal.
import { binaryKernel } from './geometry/elementwise.ts';

export default binaryKernel('equal_8', 'u8', 'bool', { anySign: true });
