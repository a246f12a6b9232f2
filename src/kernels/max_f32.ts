// Larger float; NaN where one is.
import { binaryKernel } from './geometry/elementwise.ts';

export default binaryKernel('max_f32', 'f32');
