// Float atanh.
import { unaryKernel } from './geometry/elementwise.ts';

export default unaryKernel('atanh_f32', 'f32');
