// Float square root, correctly rounded.
import { unaryKernel } from './geometry/elementwise.ts';

export default unaryKernel('sqrt_f32', 'f32');
