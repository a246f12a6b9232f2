// u16 to float by scales and zero points in memory.
import { dequantizeSlices } from './geometry/slices.ts';

export default dequantizeSlices('dequantize_slices_u16_f32', 'u16');
