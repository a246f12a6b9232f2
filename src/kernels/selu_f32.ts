// Float gamma * x, or gamma * alpha * (exp(x) - 1) below 0.
import { unaryKernel } from './geometry/elementwise.ts';

export default unaryKernel('selu_f32', 'f32', 'f32', 'alpha', 'gamma');
