// Float x / 2 * (1 + tanh(sqrt(2 / pi) * (x + 0.044715 * x^3))).
import { unaryKernel } from './geometry/elementwise.ts';

export default unaryKernel('gelu_tanh_f32', 'f32');
