// Signs of floats: 1, -1; zeros and NaN stay.
import { unaryKernel } from './geometry/elementwise.ts';

export default unaryKernel('sign_f32', 'f32');
