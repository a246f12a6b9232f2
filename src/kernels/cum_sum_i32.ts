// Running sums of int32, wrapping around, along the middle of [outer][count][inner].
import { cumulateKernel } from './geometry/reduce.ts';

export default cumulateKernel('cum_sum_i32', 'i32');
