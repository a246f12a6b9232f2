// Float error function.
import { unaryKernel } from './geometry/elementwise.ts';

export default unaryKernel('erf_f32', 'f32');
