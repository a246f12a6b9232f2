// Float acosh.
import { unaryKernel } from './geometry/elementwise.ts';

export default unaryKernel('acosh_f32', 'f32');
