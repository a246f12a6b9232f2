// Unsigned 32-bit integers to 64 bits.
import { unaryKernel } from './geometry/elementwise.ts';

export default unaryKernel('cast_u32_i64', 'u32', 'i64');
