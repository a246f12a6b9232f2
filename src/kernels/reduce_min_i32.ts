// Least elements of int32, along the middle of [outer][count][inner].
import { reduceKernel } from './geometry/reduce.ts';

export default reduceKernel('reduce_min_i32', 'i32');
