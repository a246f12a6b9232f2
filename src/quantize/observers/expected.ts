// Range of least expected squared error on samples that were not seen. Rounding costs step^2 / 12 per element; clipping costs what the histogram
// holds beyond the range, or what the peaks of single samples let expect there, whichever is more: peaks above their median are taken as
// exponentially distributed. Small tensors whose peak varies from sample to sample thus get a range beyond what was observed.
import { BINS, type ChannelStatistics, type TensorStatistics, binCentre, binWidth, expectedExcess, tailOf } from '../../execute/statistics.ts';
import type { Observer } from './observer.ts';

/** Ends that are tried, as a share of the largest seen. */
const SHARES = Array.from({ length: 91 }, (_, i) => 0.25 + i * 0.025);
/** A clipped element carries more of the signal than the rounding of many small ones: its squared error counts this much. */
const CLIPPING_WEIGHT = 4;

/** Elements beyond zero on one side, as (magnitude, count per sample), and the peaks of that side. */
interface Side {
  readonly magnitudes: readonly { readonly at: number; readonly count: number }[];
  readonly largest: number;
  readonly tail: ReturnType<typeof tailOf>;
}

function sideOf(statistics: TensorStatistics, sign: 1 | -1, channels: ChannelStatistics | undefined, samples: number): Side {
  const width = binWidth(statistics.exponent);
  const largest = Math.max(0, sign === 1 ? statistics.max : -statistics.min);
  const magnitudes: { at: number; count: number }[] = [];
  for (let i = 0; i < BINS; i++) {
    const at = Math.min(largest, sign * binCentre(i, statistics.exponent));
    const count = (statistics.counts[i] ?? 0) / samples;
    if (count > 0 && at > width) magnitudes.push({ at, count });
  }
  const peaks = sign === 1 ? channels?.sampleMax : channels?.sampleMin.map((v) => -v).reverse();
  return { magnitudes, largest, tail: tailOf(peaks ?? new Float64Array(0)) };
}

function clipped(side: Side, limit: number): number {
  const seen = side.magnitudes.reduce((sum, { at, count }) => (at > limit ? sum + count * (at - limit) ** 2 : sum), 0);
  return Math.max(seen, expectedExcess(side.tail.median, side.tail.excess, limit));
}

/** Best limit of one side while the other stays at `other`; `elements` per sample that rounding touches. */
function bestLimit(side: Side, other: number, elements: number): number {
  if (side.largest === 0) return 0;
  let best = { limit: side.largest, error: Infinity };
  for (const share of SHARES) {
    const limit = share * side.largest;
    const error = (elements * ((limit + other) / 255) ** 2) / 12 + CLIPPING_WEIGHT * clipped(side, limit);
    if (error < best.error) best = { limit, error };
  }
  return best.limit;
}

export const expected: Observer = {
  name: 'expected',
  summary: 'least expected error on samples that were not seen',
  leastSamples: 8,
  range(statistics, channels) {
    const samples = Math.max(1, channels?.sampleMax.length ?? 1);
    const [high, low] = [sideOf(statistics, 1, channels, samples), sideOf(statistics, -1, channels, samples)];
    const elements = [...high.magnitudes, ...low.magnitudes].reduce((sum, m) => sum + m.count, 0);
    const max = bestLimit(high, low.largest, elements);
    const min = bestLimit(low, max, elements);
    return { min: min === 0 ? 0 : -min, max: bestLimit(high, min, elements) };
  },
};
