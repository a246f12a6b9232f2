import { describe, expect, it } from 'vitest';
import { type ChannelRow, channelStatistics, statisticsOf } from '../../../src/execute/statistics.ts';
import { expected } from '../../../src/quantize/observers/expected.ts';

/** One channel of a few elements per sample, whose peak is given. */
function samplesWithPeaks(peaks: readonly number[]): { values: Float32Array; rows: ChannelRow[] } {
  const values = Float32Array.from(peaks.flatMap((p) => [p, p / 2, p / 4, 0]));
  const rows = peaks.map((p, sample) => ({ sample, rows: 4, values: Float32Array.of(0, p, 1.75 * p, (21 / 16) * p * p) }));
  return { values, rows };
}

describe('expected', () => {
  it('reaches beyond what was seen where the peaks of few elements vary', () => {
    const { values, rows } = samplesWithPeaks(Array.from({ length: 16 }, (_, i) => 1 - 2 * Math.log(1 - i / 16)));
    const { min, max } = expected.range(statisticsOf(values), channelStatistics(rows));
    expect(min).toBe(0);
    expect(max).toBeGreaterThan(Math.max(...values));
  });

  it('does not where every sample has the same peak', () => {
    const { values, rows } = samplesWithPeaks(new Array<number>(16).fill(3));
    expect(expected.range(statisticsOf(values), channelStatistics(rows)).max).toBeLessThanOrEqual(3);
  });

  it('cuts off a rare outlier among many elements', () => {
    const values = Float32Array.from({ length: 200_000 }, (_, i) => ((i * 7919) % 2000) / 1000 - 1);
    values[17] = 3;
    const { min, max } = expected.range(statisticsOf(values));
    expect(max).toBeLessThan(3);
    expect(max).toBeGreaterThanOrEqual(0.95);
    expect(min).toBeLessThanOrEqual(-0.95);
  });

  it('gives zero for nothing', () => {
    expect(expected.range(statisticsOf(new Float32Array(4)))).toEqual({ min: 0, max: 0 });
  });
});
