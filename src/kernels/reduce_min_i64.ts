// Least elements of int64, along the middle of [outer][count][inner].
import { reduceKernel } from './geometry/reduce.ts';

export default reduceKernel('reduce_min_i64', 'i64');
