// Signs of 64-bit integers: 1, 0, -1.
import { unaryKernel } from './geometry/elementwise.ts';

export default unaryKernel('sign_i64', 'i64');
