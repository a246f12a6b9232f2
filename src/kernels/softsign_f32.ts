// Float x / (1 + |x|).
import { unaryKernel } from './geometry/elementwise.ts';

export default unaryKernel('softsign_f32', 'f32');
