// Signed 16-bit integers to float.
import { unaryKernel } from './geometry/elementwise.ts';

export default unaryKernel('cast_i16_f32', 'i16', 'f32');
