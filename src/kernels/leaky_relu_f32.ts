// Float x, or alpha * x below 0.
import { unaryKernel } from './geometry/elementwise.ts';

export default unaryKernel('leaky_relu_f32', 'f32', 'f32', 'alpha');
