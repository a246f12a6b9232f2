import { describe, expect, it } from 'vitest';
import { BINS, statisticsOf } from '../../../src/execute/statistics.ts';
import { divergence, entropy } from '../../../src/quantize/observers/entropy.ts';

const BELL = Float32Array.from({ length: 60_000 }, (_, i) => [0, 1, 2, 3, 4, 5].reduce((s, k) => s + ((Math.imul(i + 1, 2654435761 + k * 40503) >>> 0) / 2 ** 32 - 0.5), 0));

describe('entropy', () => {
  it('clips a long empty tail', () => {
    const values = Float32Array.from(BELL);
    values[0] = 40;
    const { max } = entropy.range(statisticsOf(values));
    expect(max).toBeLessThan(40);
    expect(max).toBeGreaterThan(1);
  });

  it('stays within what was seen', () => {
    const statistics = statisticsOf(BELL);
    const { min, max } = entropy.range(statistics);
    expect(min).toBeGreaterThanOrEqual(statistics.min);
    expect(max).toBeLessThanOrEqual(statistics.max);
    expect(entropy.range(statisticsOf(new Float32Array(4)))).toEqual({ min: 0, max: 0 });
  });

  it('has no divergence where 256 levels lose nothing', () => {
    const counts = new Float64Array(BINS);
    for (let i = 0; i < 256; i++) counts[2048 + i] = i + 1;
    expect(divergence(counts, 2048, 2303)).toBeCloseTo(0, 9);
  });
});
