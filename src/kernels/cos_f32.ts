// Float cos, of large arguments too.
import { unaryKernel } from './geometry/elementwise.ts';

export default unaryKernel('cos_f32', 'f32');
