// Unsigned 64-bit integers to the nearest float.
import { unaryKernel } from './geometry/elementwise.ts';

export default unaryKernel('cast_u64_f32', 'u64', 'f32');
