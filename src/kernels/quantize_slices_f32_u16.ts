// Float to u16 by scales and zero points in memory.
import { quantizeSlices } from './geometry/slices.ts';

export default quantizeSlices('quantize_slices_f32_u16', 'u16');
