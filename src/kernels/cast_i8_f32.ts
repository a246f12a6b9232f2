// Signed 8-bit integers to float.
import { unaryKernel } from './geometry/elementwise.ts';

export default unaryKernel('cast_i8_f32', 'i8', 'f32');
