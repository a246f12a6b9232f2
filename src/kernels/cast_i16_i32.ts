// Signed 16-bit integers to 32 bits.
import { unaryKernel } from './geometry/elementwise.ts';

export default unaryKernel('cast_i16_i32', 'i16', 'i32');
