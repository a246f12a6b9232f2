// Running sums of floats, along the middle of [outer][count][inner].
import { cumulateKernel } from './geometry/reduce.ts';

export default cumulateKernel('cum_sum_f32', 'f32');
