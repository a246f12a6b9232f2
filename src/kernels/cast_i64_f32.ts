// Signed 64-bit integers to the nearest float.
import { unaryKernel } from './geometry/elementwise.ts';

export default unaryKernel('cast_i64_f32', 'i64', 'f32');
