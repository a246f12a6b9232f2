// Range = what is left when at most 0.0005 % of the elements are cut off at each end (99.999 % two-sided).
import type { Range } from '../scales.ts';
import type { Observer } from './observer.ts';
import { BINS, type TensorStatistics, binWidth } from '../../execute/statistics.ts';

/** One element in so many may be clipped at each end. */
const ONE_IN = 200_000;
const TAIL = 1 / ONE_IN;

/** First bin at which more than `limit` elements have been passed, counting from one end. */
function edge(counts: Float64Array, limit: number, from: 'low' | 'high'): number {
  let passed = 0;
  for (let k = 0; k < BINS; k++) {
    const i = from === 'low' ? k : BINS - 1 - k;
    passed += counts[i] ?? 0;
    if (passed > limit) return i;
  }
  return BINS / 2;
}

export function percentileRange(statistics: TensorStatistics, tail: number): Range {
  const limit = tail * statistics.counts.reduce((sum, c) => sum + c, 0);
  const width = binWidth(statistics.exponent);
  const low = (edge(statistics.counts, limit, 'low') - BINS / 2) * width;
  const high = (edge(statistics.counts, limit, 'high') + 1 - BINS / 2) * width;
  return { min: Math.min(0, Math.max(statistics.min, low)), max: Math.max(0, Math.min(statistics.max, high)) };
}

export const percentile: Observer = {
  name: 'percentile',
  summary: '99.999 % of the elements',
  leastSamples: 8,
  /** With fewer nothing is cut off. */
  leastElements: ONE_IN,
  range: (statistics) => percentileRange(statistics, TAIL),
};
