// Remainder of a truncated float quotient, exactly, with the sign of the dividend.
import { binaryKernel } from './geometry/elementwise.ts';

export default binaryKernel('rem_f32', 'f32');
