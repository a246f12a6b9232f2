// Float asinh.
import { unaryKernel } from './geometry/elementwise.ts';

export default unaryKernel('asinh_f32', 'f32');
