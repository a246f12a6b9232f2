import { describe, expect, it } from 'vitest';
import { errorPower, sqnrDb, storedErrorPower } from '../../../src/data/metrics/error-power.ts';

const PLAIN = { step: 0.5, zeroPoint: -3, factors: Float64Array.of(1) };

describe('error powers', () => {
  it('of stored elements are those of the real ones they stand for', () => {
    const reference = Float32Array.of(1, -2, 0.3, 7);
    const stored = Int8Array.of(-1, -7, -2, 11);
    const real = Float32Array.from(stored, (q) => 0.5 * (q + 3));
    expect(storedErrorPower(reference, stored, PLAIN)).toEqual(errorPower(reference, real));
    const scaled = storedErrorPower(reference, stored, { ...PLAIN, factors: Float64Array.of(1, 0.5) });
    expect(scaled.signal).toBeCloseTo(1 + 1 + 0.09 + 12.25, 6);
    expect(sqnrDb({ signal: 100, noise: 1 })).toBe(20);
  });
});
