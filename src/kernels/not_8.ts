// Logical not of bools: 1 where a byte is 0.
import { unaryKernel } from './geometry/elementwise.ts';

export default unaryKernel('not_8', 'u8', 'bool');
