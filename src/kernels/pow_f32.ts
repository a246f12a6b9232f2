// Float powers, special cases as in C99.
import { binaryKernel } from './geometry/elementwise.ts';

export default binaryKernel('pow_f32', 'f32');
