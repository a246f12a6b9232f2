// Running products of int32, wrapping around, along the middle of [outer][count][inner].
import { cumulateKernel } from './geometry/reduce.ts';

export default cumulateKernel('cum_prod_i32', 'i32');
