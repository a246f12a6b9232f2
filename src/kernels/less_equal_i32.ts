// Whether one signed 32-bit integer is at most another.
import { binaryKernel } from './geometry/elementwise.ts';

export default binaryKernel('less_equal_i32', 'i32', 'bool');
