// Float atan.
import { unaryKernel } from './geometry/elementwise.ts';

export default unaryKernel('atan_f32', 'f32');
