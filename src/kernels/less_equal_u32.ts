// Whether one unsigned 32-bit integer is at most another.
import { binaryKernel } from './geometry/elementwise.ts';

export default binaryKernel('less_equal_u32', 'u32', 'bool');
