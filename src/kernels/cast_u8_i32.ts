// Unsigned 8-bit integers to 32 bits.
import { unaryKernel } from './geometry/elementwise.ts';

export default unaryKernel('cast_u8_i32', 'u8', 'i32');
