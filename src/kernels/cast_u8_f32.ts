// Unsigned 8-bit integers to float.
import { unaryKernel } from './geometry/elementwise.ts';

export default unaryKernel('cast_u8_f32', 'u8', 'f32');
