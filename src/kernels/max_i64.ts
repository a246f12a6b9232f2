// Larger of signed 64-bit integers.
import { binaryKernel } from './geometry/elementwise.ts';

export default binaryKernel('max_i64', 'i64');
