// Float sinh.
import { unaryKernel } from './geometry/elementwise.ts';

export default unaryKernel('sinh_f32', 'f32');
