// Bytes to bool: whether they are not 0.
import { anySign, unaryKernel } from './geometry/elementwise.ts';

export default anySign(unaryKernel('cast_u8_bool', 'u8', 'bool'));
