// Integers nearest to floats, halves to even.
import { unaryKernel } from './geometry/elementwise.ts';

export default unaryKernel('round_f32', 'f32');
