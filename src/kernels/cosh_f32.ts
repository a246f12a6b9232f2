// Float cosh.
import { unaryKernel } from './geometry/elementwise.ts';

export default unaryKernel('cosh_f32', 'f32');
