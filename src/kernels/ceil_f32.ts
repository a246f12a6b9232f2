// Smallest integers that are not below floats.
import { unaryKernel } from './geometry/elementwise.ts';

export default unaryKernel('ceil_f32', 'f32');
