// Whether floats are equal; never where one is NaN.
import { binaryKernel } from './geometry/elementwise.ts';

export default binaryKernel('equal_f32', 'f32', 'bool');
