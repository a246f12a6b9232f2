import { describe, expect, it } from 'vitest';
import { statisticsOf } from '../../../src/execute/statistics.ts';
import { minMax } from '../../../src/quantize/observers/min-max.ts';

describe('min-max', () => {
  it('is what was seen, with zero in it', () => {
    expect(minMax.range(statisticsOf(Float32Array.of(-1, 2, 5)))).toEqual({ min: -1, max: 5 });
    expect(minMax.range(statisticsOf(Float32Array.of(3, 4)))).toEqual({ min: 0, max: 4 });
    expect(minMax.range(statisticsOf(new Float32Array(8)))).toEqual({ min: 0, max: 0 });
  });
});
