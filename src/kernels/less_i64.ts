// Whether one signed 64-bit integer is less than another.
import { binaryKernel } from './geometry/elementwise.ts';

export default binaryKernel('less_i64', 'i64', 'bool');
