// Signed 32-bit integers to the nearest float.
import { unaryKernel } from './geometry/elementwise.ts';

export default unaryKernel('cast_i32_f32', 'i32', 'f32');
