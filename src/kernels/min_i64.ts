// Smaller of signed 64-bit integers.
import { binaryKernel } from './geometry/elementwise.ts';

export default binaryKernel('min_i64', 'i64');
