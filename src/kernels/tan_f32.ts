// Float tan, of large arguments too.
import { unaryKernel } from './geometry/elementwise.ts';

export default unaryKernel('tan_f32', 'f32');
