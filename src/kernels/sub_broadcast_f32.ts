// Float difference of operands of different shapes, clamped.
import { binaryKernel } from './geometry/elementwise.ts';
import { F32_CLAMP } from './geometry/fields.ts';

export default binaryKernel('sub_broadcast_f32', 'f32', 'f32', { params: F32_CLAMP, costsLike: 'sub_f32' });
