// Range that minimises the mean squared error of int8 over the histogram: both ends are pulled in step by step, one after the other.
import { type Range, affineInt8 } from '../scales.ts';
import type { Observer } from './observer.ts';
import { BINS, type TensorStatistics, binCentre, binWidth } from '../../execute/statistics.ts';

const STEPS = 48;
/** Furthest an end is pulled in, as a share of what was seen. */
const SMALLEST_SHARE = 0.25;

/** Expected squared error per element when the range is `range`: rounding inside (step^2 / 12), distance to the end outside. */
export function clippingError(statistics: TensorStatistics, range: Range): number {
  const { scale: [step = 1], zeroPoint: [zero = 0] } = affineInt8(range);
  const low = (-128 - zero) * step;
  const high = (127 - zero) * step;
  const width = binWidth(statistics.exponent);
  // Values within one bin of zero are mostly exact zeros (ReLU), which int8 represents exactly.
  const rounding = (step * step) / 12;
  let error = 0;
  let total = 0;
  for (let i = 0; i < BINS; i++) {
    const count = statistics.counts[i] ?? 0;
    if (count === 0) continue;
    const centre = binCentre(i, statistics.exponent);
    const outside = centre < low ? low - centre : centre > high ? centre - high : 0;
    error += count * (outside > 0 ? outside * outside : Math.abs(centre) < width ? 0 : rounding);
    total += count;
  }
  return total === 0 ? 0 : error / total;
}

function bestShare(statistics: TensorStatistics, rangeAt: (share: number) => Range): number {
  let best = { share: 1, error: clippingError(statistics, rangeAt(1)) };
  for (let k = 1; k <= STEPS; k++) {
    const share = 1 - ((1 - SMALLEST_SHARE) * k) / STEPS;
    const error = clippingError(statistics, rangeAt(share));
    if (error < best.error) best = { share, error };
  }
  return best.share;
}

export const mse: Observer = {
  name: 'mse',
  summary: 'least mean squared error of the tensor',
  leastSamples: 8,
  range(statistics) {
    const min = Math.min(0, statistics.min);
    const max = Math.max(0, statistics.max);
    const upper = bestShare(statistics, (share) => ({ min, max: max * share }));
    const lower = bestShare(statistics, (share) => ({ min: min * share, max: max * upper }));
    return { min: min * lower, max: max * upper };
  },
};
