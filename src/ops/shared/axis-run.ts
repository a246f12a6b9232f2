// A run of neighbouring axes seen as the middle of three: [outer][count][inner], the shape of everything that works along axes.
import { type Shape, elementCount } from '../../ir/tensor.ts';

export interface Run {
  readonly outer: number;
  readonly count: number;
  readonly inner: number;
}

/** `axes` ascending and neighbours; none: a run of one element. */
export function runOf(shape: Shape, axes: readonly number[]): Run {
  const [first = 0] = axes;
  const last = axes.at(-1) ?? -1;
  return { outer: elementCount(shape.slice(0, first)), count: elementCount(shape.slice(first, last + 1)), inner: elementCount(shape.slice(last + 1)) };
}
