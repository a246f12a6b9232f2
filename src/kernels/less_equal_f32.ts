// Whether one float is at most another; never where one is NaN.
import { binaryKernel } from './geometry/elementwise.ts';

export default binaryKernel('less_equal_f32', 'f32', 'bool');
