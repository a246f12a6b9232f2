// Float natural logarithm.
import { unaryKernel } from './geometry/elementwise.ts';

export default unaryKernel('log_f32', 'f32');
