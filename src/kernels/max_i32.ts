// Larger of signed 32-bit integers.
import { binaryKernel } from './geometry/elementwise.ts';

export default binaryKernel('max_i32', 'i32');
