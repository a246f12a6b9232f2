// Signs of 32-bit integers: 1, 0, -1.
import { unaryKernel } from './geometry/elementwise.ts';

export default unaryKernel('sign_i32', 'i32');
