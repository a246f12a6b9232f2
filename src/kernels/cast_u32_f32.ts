// Unsigned 32-bit integers to the nearest float.
import { unaryKernel } from './geometry/elementwise.ts';

export default unaryKernel('cast_u32_f32', 'u32', 'f32');
