// Float x * sigmoid(alpha * x).
import { unaryKernel } from './geometry/elementwise.ts';

export default unaryKernel('swish_f32', 'f32', 'f32', 'alpha');
