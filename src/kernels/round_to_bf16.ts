// Floats to the nearest bfloat16, halves to even.
import { unaryKernel } from './geometry/elementwise.ts';

export default unaryKernel('round_to_bf16', 'f32');
