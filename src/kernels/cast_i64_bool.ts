// 64-bit integers to bool: whether they are not 0.
import { anySign, unaryKernel } from './geometry/elementwise.ts';

export default anySign(unaryKernel('cast_i64_bool', 'i64', 'bool'));
