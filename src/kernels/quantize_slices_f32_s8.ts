// Float to i8 by scales and zero points in memory.
import { quantizeSlices } from './geometry/slices.ts';

export default quantizeSlices('quantize_slices_f32_s8', 'i8');
