// Whether one unsigned 64-bit integer is less than another.
import { binaryKernel } from './geometry/elementwise.ts';

export default binaryKernel('less_u64', 'u64', 'bool');
