// Float exp; subnormal results are 0.
import { unaryKernel } from './geometry/elementwise.ts';

export default unaryKernel('exp_f32', 'f32');
