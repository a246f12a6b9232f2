// Signed 32-bit integers to 64 bits.
import { unaryKernel } from './geometry/elementwise.ts';

export default unaryKernel('cast_i32_i64', 'i32', 'i64');
