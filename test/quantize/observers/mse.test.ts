import { describe, expect, it } from 'vitest';
import { statisticsOf } from '../../../src/execute/statistics.ts';
import { clippingError, mse } from '../../../src/quantize/observers/mse.ts';

const BULK = Float32Array.from({ length: 100_000 }, (_, i) => (i % 2001) / 1000 - 1);

describe('mse', () => {
  it('clips an outlier that costs more than it carries', () => {
    const values = Float32Array.from(BULK);
    values[0] = 8;
    const statistics = statisticsOf(values);
    const range = mse.range(statistics);
    expect(range.max).toBeLessThan(8);
    expect(clippingError(statistics, range)).toBeLessThan(clippingError(statistics, { min: -1, max: 8 }));
  });

  it('keeps the whole of a uniform distribution', () => {
    const { min, max } = mse.range(statisticsOf(BULK));
    expect(max).toBeGreaterThan(0.97);
    expect(min).toBeLessThan(-0.97);
  });

  it('has no error for a tensor of zeros', () => {
    const statistics = statisticsOf(new Float32Array(16));
    expect(mse.range(statistics)).toEqual({ min: 0, max: 0 });
    expect(clippingError(statistics, { min: 0, max: 0 })).toBe(0);
  });
});
