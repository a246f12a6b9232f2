// Magnitudes of floats.
import { unaryKernel } from './geometry/elementwise.ts';

export default unaryKernel('abs_f32', 'f32');
