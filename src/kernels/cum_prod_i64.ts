// Running products of int64, wrapping around, along the middle of [outer][count][inner].
import { cumulateKernel } from './geometry/reduce.ts';

export default cumulateKernel('cum_prod_i64', 'i64');
