// Float asin.
import { unaryKernel } from './geometry/elementwise.ts';

export default unaryKernel('asin_f32', 'f32');
