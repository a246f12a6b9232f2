// Largest integers that are not above floats.
import { unaryKernel } from './geometry/elementwise.ts';

export default unaryKernel('floor_f32', 'f32');
