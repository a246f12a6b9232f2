// Float to the nearest 32-bit integer, halves to even, saturated; NaN gives 0.
import { unaryKernel } from './geometry/elementwise.ts';

export default unaryKernel('round_f32_i32', 'f32', 'i32');
