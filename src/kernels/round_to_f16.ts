// Floats to the nearest number of half precision, halves to even; beyond its range infinity.
import { unaryKernel } from './geometry/elementwise.ts';

export default unaryKernel('round_to_f16', 'f32');
