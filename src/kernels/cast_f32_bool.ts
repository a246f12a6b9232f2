// Floats to bool: whether they are not 0; NaN is not.
import { unaryKernel } from './geometry/elementwise.ts';

export default unaryKernel('cast_f32_bool', 'f32', 'bool');
