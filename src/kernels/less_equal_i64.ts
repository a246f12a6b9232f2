// Whether one signed 64-bit integer is at most another.
import { binaryKernel } from './geometry/elementwise.ts';

export default binaryKernel('less_equal_i64', 'i64', 'bool');
