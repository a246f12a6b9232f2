import { describe, expect, it } from 'vitest';
import { errorPower, relativeError, sqnrDb, sumPowers } from '../../../src/data/metrics/error-power.ts';

describe('error powers', () => {
  it('are sums over the elements, with the largest of either', () => {
    const power = errorPower(Float32Array.of(1, -4, 2), Float32Array.of(2, -4, 0));
    expect(power).toEqual({ signal: 21, noise: 5, elements: 3, peak: 4, worst: 2 });
    expect(relativeError(power)).toBe(0.5);
  });

  it('add up, and give the ratio in dB', () => {
    const sum = sumPowers([{ signal: 60, noise: 0.5, elements: 4 }, { signal: 40, noise: 0.5, elements: 2 }]);
    expect(sum).toEqual({ signal: 100, noise: 1, elements: 6 });
    expect(sqnrDb(sum)).toBe(20);
    expect(sqnrDb(sumPowers([]))).toBe(Infinity);
  });
});
