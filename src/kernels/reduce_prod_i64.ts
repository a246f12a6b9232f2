// Products of int64, wrapping around, along the middle of [outer][count][inner].
import { reduceKernel } from './geometry/reduce.ts';

export default reduceKernel('reduce_prod_i64', 'i64');
