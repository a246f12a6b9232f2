// Float x above alpha, else 0.
import { unaryKernel } from './geometry/elementwise.ts';

export default unaryKernel('thresholded_relu_f32', 'f32', 'f32', 'alpha');
