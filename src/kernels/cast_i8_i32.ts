// Signed 8-bit integers to 32 bits.
import { unaryKernel } from './geometry/elementwise.ts';

export default unaryKernel('cast_i8_i32', 'i8', 'i32');
