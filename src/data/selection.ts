// Which samples of a data set are used, and in which order. Pure.
// Order of application: indices, skip, every, first, last. A count that the data set cannot meet is refused, never cut short.
import { fail } from '../diagnostics/diagnostic.ts';

export interface Selection {
  /** These samples in this order, instead of all. */
  readonly indices?: readonly number[];
  /** Leaves out so many from the beginning. */
  readonly skip?: number;
  /** Takes each n-th, beginning with the first. */
  readonly every?: number;
  readonly first?: number;
  readonly last?: number;
}

function enough(wanted: number, there: number, file: string, what: string): void {
  if (wanted > there) fail('QT3007', `the selection asks for ${what} ${wanted}, but there are ${there} samples`, { where: { file } });
}

function checkCount(value: number | undefined, key: string, file: string): void {
  const least = key === 'skip' ? 0 : 1;
  if (value !== undefined && (!Number.isSafeInteger(value) || value < least)) {
    fail('QT3007', `the selection has ${key} ${value}; a whole number of at least ${least} is expected`, { where: { file } });
  }
}

function listed(indices: readonly number[], length: number, file: string): number[] {
  for (const index of indices) {
    if (!Number.isSafeInteger(index) || index < 0 || index >= length) {
      fail('QT3007', `the selection asks for sample ${index}, but samples are numbered 0 to ${length - 1}`, { where: { file } });
    }
  }
  return [...indices];
}

/** Sample numbers that `selection` takes out of `length` samples. Throws QT3007; an empty result is for the caller to refuse. */
export function selectIndices(length: number, selection: Selection, file: string): number[] {
  const { indices, skip, every, first, last } = selection;
  for (const [key, value] of Object.entries({ skip, every, first, last })) checkCount(value, key, file);
  let chosen = indices === undefined ? Array.from({ length }, (_, i) => i) : listed(indices, length, file);
  if (skip !== undefined) chosen = chosen.slice(skip);
  if (every !== undefined) chosen = chosen.filter((_, i) => i % every === 0);
  if (first !== undefined) {
    enough(first, chosen.length, file, 'the first');
    chosen = chosen.slice(0, first);
  }
  if (last !== undefined) {
    enough(last, chosen.length, file, 'the last');
    chosen = chosen.slice(chosen.length - last);
  }
  return chosen;
}
