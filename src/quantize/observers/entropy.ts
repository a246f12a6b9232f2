// Range that keeps the distribution: least Kullback-Leibler divergence between the clipped histogram and what 256 levels can tell of it.
import type { Range } from '../scales.ts';
import type { Observer } from './observer.ts';
import { BINS, type TensorStatistics, binWidth } from '../../execute/statistics.ts';

const LEVELS = 256;
/** Fewer leave levels empty by chance, which the divergence takes for the distribution. */
const ELEMENTS_PER_LEVEL = 16;
const STEPS = 32;
const SMALLEST_SHARE = 0.3;

/** KL(P || Q): P is the histogram with the tails added to its end bins, Q spreads each of 256 levels evenly over its non-empty bins. */
export function divergence(counts: Float64Array, first: number, last: number): number {
  const clipped = counts.slice(first, last + 1);
  const size = clipped.length;
  let total = 0;
  counts.forEach((count, i) => {
    total += count;
    const end = i < first ? 0 : size - 1;
    if (i < first || i > last) clipped[end] = (clipped[end] ?? 0) + count;
  });
  let result = 0;
  for (let level = 0; level < LEVELS; level++) {
    const from = Math.floor((level * size) / LEVELS);
    const to = Math.floor(((level + 1) * size) / LEVELS);
    let mass = 0;
    let filled = 0;
    for (let i = from; i < to; i++) {
      mass += counts[first + i] ?? 0;
      if ((clipped[i] ?? 0) > 0) filled += 1;
    }
    for (let i = from; i < to; i++) {
      const p = (clipped[i] ?? 0) / total;
      if (p > 0) result += p * Math.log(p / Math.max(mass / filled / total, 1e-12));
    }
  }
  return result;
}

function rangeAt(statistics: TensorStatistics, share: number): Range {
  return { min: Math.min(0, statistics.min) * share, max: Math.max(0, statistics.max) * share };
}

export const entropy: Observer = {
  name: 'entropy',
  summary: 'least Kullback-Leibler divergence',
  leastSamples: 8,
  leastElements: ELEMENTS_PER_LEVEL * LEVELS,
  range(statistics) {
    const width = binWidth(statistics.exponent);
    const bin = (value: number): number => Math.min(BINS - 1, Math.max(0, Math.floor(value / width) + BINS / 2));
    let best = { share: 1, divergence: Infinity };
    for (let k = 0; k <= STEPS; k++) {
      const share = 1 - ((1 - SMALLEST_SHARE) * k) / STEPS;
      const { min, max } = rangeAt(statistics, share);
      if (bin(max) - bin(min) < LEVELS) break;
      const d = divergence(statistics.counts, bin(min), bin(max));
      if (d < best.divergence) best = { share, divergence: d };
    }
    return rangeAt(statistics, best.share);
  },
};
