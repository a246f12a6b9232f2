// Whether one signed 32-bit integer is less than another.
import { binaryKernel } from './geometry/elementwise.ts';

export default binaryKernel('less_i32', 'i32', 'bool');
