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

/** One sample's statistics per channel, [4][channels]: least, largest, sum and sum of squares of `rows` elements each. */
export interface ChannelRow {
  readonly sample: number;
  readonly rows: number;
  readonly values: Float32Array;
}

/** Per channel: the peaks of samples above their median are taken as exponentially distributed. */
export interface PeakStatistics {
  readonly median: Float64Array;
  /** Mean by which the upper half exceeds the median. */
  readonly excess: Float64Array;
}

/** Statistics per channel (last dimension) over the samples that were looked at. */
export interface ChannelStatistics {
  readonly min: Float64Array;
  readonly max: Float64Array;
  /** Peaks of single samples on either side of zero, as magnitudes. */
  readonly below: PeakStatistics;
  readonly above: PeakStatistics;
  /** Elements of each channel per sample. */
  readonly rows: number;
  readonly mean: Float64Array;
  /** Mean of squares. */
  readonly power: Float64Array;
  /** Least and largest element of each sample, in ascending order. */
  readonly sampleMin: Float64Array;
  readonly sampleMax: Float64Array;
}

/** The largest of n exponential variables is ln n + 0.577 decay lengths on average. */
const EULER = 0.5772;

/** Median of `peaks` (ascending), and the decay length of the tail above it: the mean excess, less where the largest peak is nearer than an
 * exponential tail would have it. */
export function tailOf(peaks: Float64Array): { median: number; excess: number } {
  const upper = peaks.subarray(Math.floor(peaks.length / 2));
  const median = upper[0] ?? 0;
  if (upper.length === 0) return { median, excess: 0 };
  const mean = upper.reduce((sum, p) => sum + p - median, 0) / upper.length;
  const fromLargest = ((upper.at(-1) ?? 0) - median) / (Math.log(upper.length) + EULER);
  return { median, excess: Math.min(mean, (mean + 2 * fromLargest) / 3) };
}

/** Squared distance beyond `limit` to be expected of one sample's peak. */
export function expectedExcess(median: number, excess: number, limit: number): number {
  return excess <= 0 ? 0 : excess ** 2 * Math.exp(-Math.max(0, limit - median) / excess);
}

/** One part of the rows (0 least, 1 largest, 2 sum, 3 sum of squares), over the samples. */
interface Part {
  readonly rows: readonly ChannelRow[];
  readonly channels: number;
  readonly at: number;
}

function reduced({ rows, channels, at }: Part, start: number, join: (a: number, b: number) => number): Float64Array {
  const result = new Float64Array(channels).fill(start);
  for (const { values } of rows) {
    for (let c = 0; c < channels; c++) result[c] = join(result[c] ?? 0, values[at * channels + c] ?? 0);
  }
  return result;
}

/** Least or largest of each sample, in ascending order. */
function peaksOf({ rows, channels, at }: Part, pick: (a: number, b: number) => number): Float64Array {
  return Float64Array.from(rows, (r) => r.values.subarray(at * channels, (at + 1) * channels).reduce((a, b) => pick(a, b))).sort();
}

/** How the channels' peaks on one side of zero are distributed over the samples. */
function sideOf({ rows, channels, at }: Part, sign: number): PeakStatistics {
  const [median, excess] = [new Float64Array(channels), new Float64Array(channels)];
  const peaks = new Float64Array(rows.length);
  for (let c = 0; c < channels; c++) {
    for (let i = 0; i < rows.length; i++) peaks[i] = Math.max(0, sign * (rows[i]?.values[at * channels + c] ?? 0));
    const tail = tailOf(peaks.sort());
    median[c] = tail.median;
    excess[c] = tail.excess;
  }
  return { median, excess };
}

/** Joins rows in the order of the samples, so that the result does not depend on which thread saw which. */
export function channelStatistics(unordered: readonly ChannelRow[]): ChannelStatistics {
  const rows = [...unordered].sort((a, b) => a.sample - b.sample);
  const channels = (rows[0]?.values.length ?? 0) / 4;
  const total = rows.reduce((sum, r) => sum + r.rows, 0);
  const [least, largest, sum, squares] = [{ rows, channels, at: 0 }, { rows, channels, at: 1 }, { rows, channels, at: 2 }, { rows, channels, at: 3 }];
  const average = (part: Part): Float64Array => reduced(part, 0, (a, b) => a + b).map((v) => v / total);
  return {
    below: sideOf(least, -1), above: sideOf(largest, 1), rows: rows[0]?.rows ?? 1,
    min: reduced(least, Infinity, Math.min), max: reduced(largest, -Infinity, Math.max), mean: average(sum), power: average(squares),
    sampleMin: peaksOf(least, Math.min), sampleMax: peaksOf(largest, Math.max),
  };
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
