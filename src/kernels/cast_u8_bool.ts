// Bytes to bool: whether they are not 0.
import { unaryKernel } from './geometry/elementwise.ts';

export default unaryKernel('cast_u8_bool', 'u8', 'bool');
