// 64-bit integers to bool: whether they are not 0.
import { unaryKernel } from './geometry/elementwise.ts';

export default unaryKernel('cast_i64_bool', 'i64', 'bool');
