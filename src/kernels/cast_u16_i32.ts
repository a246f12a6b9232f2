// Unsigned 16-bit integers to 32 bits.
import { unaryKernel } from './geometry/elementwise.ts';

export default unaryKernel('cast_u16_i32', 'u16', 'i32');
