// i16 to float by scales and zero points in memory.
import { dequantizeSlices } from './geometry/slices.ts';

export default dequantizeSlices('dequantize_slices_s16_f32', 'i16');
