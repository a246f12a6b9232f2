// Float alpha * x + beta, limited to 0 and 1.
import { unaryKernel } from './geometry/elementwise.ts';

export default unaryKernel('hard_sigmoid_f32', 'f32', 'f32', 'alpha', 'beta');
