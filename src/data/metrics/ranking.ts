// Ranks among the outputs of a classifier. Ties go to the lower index, as arg-max does everywhere else. Pure.
import type { TensorData } from '../../ir/dtype.ts';

/** Index of the first largest element. */
export function argMax(values: TensorData): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) {
    if ((values[i] ?? 0) > (values[best] ?? 0)) best = i;
  }
  return best;
}

/** How many elements come before `label` when sorted from the largest: 0 is top-1, below 5 is top-5. */
export function rankOf(values: TensorData, label: number): number {
  const score = values[label] ?? 0;
  let rank = 0;
  for (let i = 0; i < values.length; i++) {
    const other = values[i] ?? 0;
    if (other > score || (other === score && i < label)) rank++;
  }
  return rank;
}
