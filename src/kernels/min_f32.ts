// Smaller float; NaN where one is.
import { binaryKernel } from './geometry/elementwise.ts';

export default binaryKernel('min_f32', 'f32');
