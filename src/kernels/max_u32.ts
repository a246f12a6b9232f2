// Larger of unsigned 32-bit integers.
import { binaryKernel } from './geometry/elementwise.ts';

export default binaryKernel('max_u32', 'u32');
