// Sums of int32, wrapping around, along the middle of [outer][count][inner].
import { reduceKernel } from './geometry/reduce.ts';

export default reduceKernel('reduce_sum_i32', 'i32');
