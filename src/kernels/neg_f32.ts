// Floats with the other sign.
import { unaryKernel } from './geometry/elementwise.ts';

export default unaryKernel('neg_f32', 'f32');
