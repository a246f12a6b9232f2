// Float log(1 + exp(x)).
import { unaryKernel } from './geometry/elementwise.ts';

export default unaryKernel('softplus_f32', 'f32');
