// Float 1 / x.
import { unaryKernel } from './geometry/elementwise.ts';

export default unaryKernel('reciprocal_f32', 'f32');
