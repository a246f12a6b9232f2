// Statistics of one activation tensor over all calibration samples: exact minimum and maximum, and a histogram of fixed size. Bins are a power
// of two wide and the range is symmetric; it doubles by joining pairs of bins, so the counts depend neither on the order of the samples
// nor on how they were spread over workers.

/** Bins over [-limit, limit), limit = 2^exponent. */
export const BINS = 4096;

export interface TensorStatistics {
  readonly min: number;
  readonly max: number;
  /** limit = 2^exponent; width of a bin = 2^(exponent + 1) / BINS. */
  readonly exponent: number;
  readonly counts: Float64Array;
}

/** Smallest exponent for which [-2^e, 2^e) holds [min, max]. */
export function exponentFor(min: number, max: number): number {
  const largest = Math.max(Math.abs(min), Math.abs(max));
  if (largest === 0) return -24;
  const exponent = Math.floor(Math.log2(largest)) + 1;
  return Math.max(-24, 2 ** exponent > largest ? exponent : exponent + 1);
}

export function binWidth(exponent: number): number {
  return 2 ** (exponent + 1) / BINS;
}

/** Counts of the same values in a histogram whose exponent is `steps` larger. */
export function widenCounts(counts: ArrayLike<number>, steps: number): Float64Array {
  const half = BINS / 2;
  const result = new Float64Array(BINS);
  const factor = 2 ** steps;
  for (let i = 0; i < BINS; i++) {
    const to = Math.floor((i - half) / factor) + half;
    result[to] = (result[to] ?? 0) + (counts[i] ?? 0);
  }
  return result;
}

export function mergeStatistics(a: TensorStatistics, b: TensorStatistics): TensorStatistics {
  const exponent = Math.max(a.exponent, b.exponent);
  const counts = widenCounts(a.counts, exponent - a.exponent);
  const other = widenCounts(b.counts, exponent - b.exponent);
  return { min: Math.min(a.min, b.min), max: Math.max(a.max, b.max), exponent, counts: counts.map((c, i) => c + (other[i] ?? 0)) };
}

/** Statistics of values at hand (tests, constants). */
export function statisticsOf(values: Float32Array): TensorStatistics {
  const min = values.reduce((m, v) => Math.min(m, v), 0);
  const max = values.reduce((m, v) => Math.max(m, v), 0);
  const exponent = exponentFor(min, max);
  const counts = new Float64Array(BINS);
  for (const v of values) {
    const bin = Math.min(BINS - 1, Math.max(0, Math.floor(v / binWidth(exponent)) + BINS / 2));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return { min, max, exponent, counts };
}

/** Centre of bin `i` in real units. */
export function binCentre(i: number, exponent: number): number {
  return (i - BINS / 2 + 0.5) * binWidth(exponent);
}
