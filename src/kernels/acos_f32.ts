// Float acos.
import { unaryKernel } from './geometry/elementwise.ts';

export default unaryKernel('acos_f32', 'f32');
