// Whether one float is less than another; never where one is NaN.
import { binaryKernel } from './geometry/elementwise.ts';

export default binaryKernel('less_f32', 'f32', 'bool');
