// References of the normalizations, in double precision, and what their records share.
import { elementCount } from '../../ir/tensor.ts';

/** Mean, and 1 / sqrt(variance + epsilon), of a list. */
export function momentsOf(values: readonly number[], epsilon: number): { mean: number; inverse: number } {
  const mean = values.reduce((s, v) => s + v, 0) / values.length;
  const variance = values.reduce((s, v) => s + (v - mean) ** 2, 0) / values.length;
  return { mean, inverse: 1 / Math.sqrt(variance + epsilon) };
}

/** Rows and columns of a tensor seen from `axis` on. */
export function rowsFrom(shape: readonly number[], axis: number): { rows: number; cols: number } {
  return { rows: elementCount(shape.slice(0, axis)), cols: elementCount(shape.slice(axis)) };
}
