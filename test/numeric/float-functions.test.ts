// expf, sigmoidf and tanhf against double precision, over their whole range and at its edges.
import { describe, expect, it } from 'vitest';
import { expf, sigmoidf, tanhf } from '../../src/numeric/float-functions.ts';

/** Largest relative error over `count` points of [low, high]. */
function worst(twin: (x: number) => number, exact: (x: number) => number, low: number, high: number, count = 200_000): number {
  let worstError = 0;
  for (let i = 0; i <= count; i++) {
    const x = Math.fround(low + ((high - low) * i) / count);
    const want = exact(x);
    worstError = Math.max(worstError, Math.abs(twin(x) - want) / Math.max(Math.abs(want), 1e-37));
  }
  return worstError;
}

describe('float functions', () => {
  it('stay within 2 ulp of double precision', () => {
    expect(worst(expf, Math.exp, -87.2, 88.6)).toBeLessThan(2.4e-7);
    expect(worst(sigmoidf, (x) => 1 / (1 + Math.exp(-x)), -80, 80)).toBeLessThan(3.6e-7);
    expect(worst(tanhf, Math.tanh, -10, 10)).toBeLessThan(2.4e-7);
    expect(worst(tanhf, Math.tanh, -1e-3, 1e-3)).toBeLessThan(2.4e-7);
  });

  it('have the right limits', () => {
    expect([expf(-1000), expf(-Infinity), expf(0), expf(1000), expf(NaN)]).toEqual([0, 0, 1, Infinity, NaN]);
    expect([sigmoidf(-Infinity), sigmoidf(0), sigmoidf(Infinity), sigmoidf(NaN)]).toEqual([0, 0.5, 1, NaN]);
    expect([tanhf(-Infinity), tanhf(-20), tanhf(0), tanhf(20), tanhf(NaN)]).toEqual([-1, -1, 0, 1, NaN]);
  });
});
