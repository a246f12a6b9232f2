// Float x * tanh(log(1 + exp(x))).
import { unaryKernel } from './geometry/elementwise.ts';

export default unaryKernel('mish_f32', 'f32');
