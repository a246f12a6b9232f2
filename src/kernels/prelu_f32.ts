// Float a, or a * b where a is below 0.
import { binaryKernel } from './geometry/elementwise.ts';

export default binaryKernel('prelu_f32', 'f32');
