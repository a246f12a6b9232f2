// Float x, or alpha * (exp(x) - 1) below 0.
import { unaryKernel } from './geometry/elementwise.ts';

export default unaryKernel('elu_f32', 'f32', 'f32', 'alpha');
