// Float to u8 by scales and zero points in memory.
import { quantizeSlices } from './geometry/slices.ts';

export default quantizeSlices('quantize_slices_f32_u8', 'u8');
