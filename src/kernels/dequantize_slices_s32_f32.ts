// i32 to float by scales and zero points in memory.
import { dequantizeSlices } from './geometry/slices.ts';

export default dequantizeSlices('dequantize_slices_s32_f32', 'i32');
