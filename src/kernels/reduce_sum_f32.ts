// Sums of floats, along the middle of [outer][count][inner].
import { reduceKernel } from './geometry/reduce.ts';

export default reduceKernel('reduce_sum_f32', 'f32');
