// Whether a box of a row-major tensor is one run of its elements, and where that begins.
import { type Shape, stridesOf } from '../../ir/tensor.ts';

/** First element of the box that begins at `starts` and has `lengths`, in a tensor of `shape`; null where its elements are not one after the other. */
export function runStart(shape: Shape, starts: readonly number[], lengths: readonly number[]): number | null {
  const first = lengths.findIndex((length) => length !== 1);
  const whole = lengths.every((length, i) => i <= first || first < 0 || length === shape[i]);
  return whole ? stridesOf(shape).reduce((sum, stride, i) => sum + stride * (starts[i] ?? 0), 0) : null;
}
