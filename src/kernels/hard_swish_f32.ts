// Float x * (x / 6 + 1 / 2), the factor limited to 0 and 1.
import { unaryKernel } from './geometry/elementwise.ts';

export default unaryKernel('hard_swish_f32', 'f32');
