// 32-bit integers to bool: whether they are not 0.
import { unaryKernel } from './geometry/elementwise.ts';

export default unaryKernel('cast_i32_bool', 'i32', 'bool');
