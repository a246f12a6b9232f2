// Whether one unsigned 64-bit integer is at most another.
import { binaryKernel } from './geometry/elementwise.ts';

export default binaryKernel('less_equal_u64', 'u64', 'bool');
