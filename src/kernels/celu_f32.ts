// Float x, or alpha * (exp(x / alpha) - 1) below 0.
import { unaryKernel } from './geometry/elementwise.ts';

export default unaryKernel('celu_f32', 'f32', 'f32', 'alpha');
