// Running products of floats, along the middle of [outer][count][inner].
import { cumulateKernel } from './geometry/reduce.ts';

export default cumulateKernel('cum_prod_f32', 'f32');
