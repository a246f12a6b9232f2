// Floats to signed 32-bit integers: truncated, limited to the range; NaN gives 0.
import { unaryKernel } from './geometry/elementwise.ts';

export default unaryKernel('cast_f32_i32', 'f32', 'i32');
