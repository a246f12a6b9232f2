// Float x / 2 * (1 + erf(x / sqrt(2))).
import { unaryKernel } from './geometry/elementwise.ts';

export default unaryKernel('gelu_f32', 'f32');
