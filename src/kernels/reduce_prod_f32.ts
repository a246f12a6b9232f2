// Products of floats, along the middle of [outer][count][inner].
import { reduceKernel } from './geometry/reduce.ts';

export default reduceKernel('reduce_prod_f32', 'f32');
