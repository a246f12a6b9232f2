// Float sin, of large arguments too.
import { unaryKernel } from './geometry/elementwise.ts';

export default unaryKernel('sin_f32', 'f32');
