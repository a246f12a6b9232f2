// What is derived for a clamp, a sum, an average and a maximum against a large sample.
import { describe, expect, it } from 'vitest';
import { type ChannelMoments, REACH, averageOf, clamped, clampedNormal, joined, largestOf, mixed, momentsOfNormal, normalShare, selected, sumOf } from '../../src/numeric/moments.ts';

/** Standard normal quantiles: an ideal sample. */
const SAMPLE = Array.from({ length: 20000 }, (_, i) => {
  const share = (i + 0.5) / 20000;
  let [low, high] = [-8, 8];
  for (let k = 0; k < 50; k++) {
    const middle = (low + high) / 2;
    if (normalShare(middle) < share) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
});

function momentsOf(values: readonly number[]): { mean: number; variance: number } {
  const mean = values.reduce((s, v) => s + v, 0) / values.length;
  return { mean, variance: values.reduce((s, v) => s + (v - mean) ** 2, 0) / values.length };
}

const OPEN = { min: -Infinity, max: Infinity };
const two: ChannelMoments = momentsOfNormal([1, -2], [0.5, 3], OPEN);

describe('moments', () => {
  it.each([
    [0, 1, { min: 0, max: Infinity }], [-1, 2, { min: 0, max: 6 }], [3, 0.5, { min: 0, max: 3 }], [0.2, 1, OPEN], [-9, 1, { min: 0, max: 6 }], [2, 0, { min: 0, max: 1 }],
  ])('of a normal variable of mean %d and deviation %d cut to %j', (mean, deviation, clamp) => {
    const expected = momentsOf(SAMPLE.map((z) => Math.min(clamp.max, Math.max(clamp.min, mean + deviation * z))));
    const got = clampedNormal(mean, deviation, clamp);
    expect(got.mean).toBeCloseTo(expected.mean, 2);
    expect(got.variance).toBeCloseTo(expected.variance, 2);
  });

  it('reach as far as agreed, cut by the clamp', () => {
    expect([...two.low, ...two.high]).toEqual([1 - REACH / 2, -2 - 3 * REACH, 1 + REACH / 2, -2 + 3 * REACH]);
    const relu = momentsOfNormal([1, -99], [0.5, 3], { min: 0, max: 4 });
    expect([[...relu.low], [...relu.high]]).toEqual([[0, 0], [4, 0]]);
    expect(clamped(two, OPEN)).toBe(two);
    expect(clamped(two, { min: 0, max: Infinity }).mean[0]).toBeCloseTo(clampedNormal(1, 0.5, { min: 0, max: Infinity }).mean, 9);
  });

  it('of sums: means and variances add, and nothing reaches further than both together', () => {
    const sum = sumOf(two, momentsOfNormal([1, 1], [1, 4], { min: 0, max: 2 }));
    expect(sum.mean[1]).toBeCloseTo(-2 + clampedNormal(1, 4, { min: 0, max: 2 }).mean, 9);
    expect(sum.variance[1]).toBeCloseTo(9 + clampedNormal(1, 4, { min: 0, max: 2 }).variance, 9);
    expect(sum.high[0]).toBeLessThanOrEqual(1 + REACH / 2 + 2);
    expect(sum.low[0]).toBeGreaterThanOrEqual(1 - REACH / 2);
  });

  it('of averages and maxima over neighbours, which are alike', () => {
    expect(averageOf(two, 16).variance[0]).toBeCloseTo(0.25 / 4, 9);
    expect(averageOf(two, 16).mean).toEqual(two.mean);
    const largest = momentsOf(SAMPLE.map((z, i) => Math.max(z, SAMPLE[(i * 7919) % SAMPLE.length] ?? 0)));
    expect(largestOf(momentsOfNormal([0], [1], OPEN), 4).mean[0]).toBeCloseTo(largest.mean, 1);
    expect(largestOf(momentsOfNormal([0], [1], OPEN), 4).variance[0]).toBeCloseTo(largest.variance, 1);
  });

  it('of channels joined, selected, and taken as one', () => {
    expect([...joined([two, two]).mean]).toEqual([1, -2, 1, -2]);
    expect([...selected(two, [1, null], 7).mean]).toEqual([-2, 7]);
    expect([...selected(two, [1, null], 7).high]).toEqual([-2 + 3 * REACH, 7]);
    const one = mixed(two);
    expect([one.mean[0], one.variance[0]]).toEqual([-0.5, (0.25 + 9) / 2 + 1.5 ** 2]);
    expect([one.low[0], one.high[0]]).toEqual([-2 - 3 * REACH, -2 + 3 * REACH]);
  });
});
