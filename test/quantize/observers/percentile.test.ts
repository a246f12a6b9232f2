import { describe, expect, it } from 'vitest';
import { statisticsOf } from '../../../src/execute/statistics.ts';
import { percentile, percentileRange } from '../../../src/quantize/observers/percentile.ts';

const BULK = Float32Array.from({ length: 400_000 }, (_, i) => (i % 2001) / 1000 - 1);

describe('percentile', () => {
  it('cuts off a lone outlier at either end', () => {
    const values = Float32Array.from(BULK);
    values[0] = 100;
    values[1] = -80;
    const { min, max } = percentile.range(statisticsOf(values));
    expect(max).toBeGreaterThanOrEqual(1);
    expect(max).toBeLessThan(1.2);
    expect(min).toBeLessThanOrEqual(-1);
    expect(min).toBeGreaterThan(-1.2);
  });

  it('keeps what many elements reach', () => {
    const values = Float32Array.from(BULK, (v, i) => (i % 1000 === 0 ? 10 : v));
    expect(percentile.range(statisticsOf(values)).max).toBe(10);
  });

  it('never leaves what was seen and always contains zero', () => {
    expect(percentileRange(statisticsOf(Float32Array.of(2, 3)), 0)).toEqual({ min: 0, max: 3 });
    expect(percentile.range(statisticsOf(new Float32Array(4)))).toEqual({ min: 0, max: 0 });
  });
});
