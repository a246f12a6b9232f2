// Float x moved towards 0 by bias, 0 where it is not beyond lambda.
import { unaryKernel } from './geometry/elementwise.ts';

export default unaryKernel('shrink_f32', 'f32', 'f32', 'bias', 'lambda');
