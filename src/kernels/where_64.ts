// Elements of 64 bits, from a where the condition holds and from b where not.
import { selectKernel } from './geometry/elementwise.ts';

export default selectKernel('where_64', 'u64');
