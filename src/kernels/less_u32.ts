// Whether one unsigned 32-bit integer is less than another.
import { binaryKernel } from './geometry/elementwise.ts';

export default binaryKernel('less_u32', 'u32', 'bool');
