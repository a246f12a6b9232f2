// Unsigned 16-bit integers to float.
import { unaryKernel } from './geometry/elementwise.ts';

export default unaryKernel('cast_u16_f32', 'u16', 'f32');
