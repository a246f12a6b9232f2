// The integer twins against BigInt arithmetic, and the choice of multipliers against the real numbers they stand for.
import { describe, expect, it } from 'vitest';
import { addParams, mulHigh, quantizeMultiplier, realMultiplier, requantParams, requantize, requantizeSum, softmaxTable, subParams, sumParams } from '../../src/numeric/fixed-point.ts';

function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

const EXTREMES = [-(2 ** 31), -(2 ** 31) + 1, -(2 ** 30), -65537, -65536, -1, 0, 1, 65535, 65536, 2 ** 30, 2 ** 31 - 1];

describe('mulHigh', () => {
  it('is the floor of the 64-bit product over 2^32', () => {
    const next = random(1);
    const values = [...EXTREMES, ...Array.from({ length: 300 }, () => Math.floor((next() - 0.5) * 2 ** 32))];
    for (const a of values) for (const b of values) expect(mulHigh(a, b)).toBe(Number((BigInt(a) * BigInt(b)) >> 32n));
  });
});

describe('requantParams', () => {
  it('stands for the real multiplier to 30 bits, with accurate shifts where the bounds allow', () => {
    const reals = [0.3, 0.0021, 0.00007, 1e-5];
    const params = requantParams(reals, reals.map(() => 100_000));
    expect(params).not.toBeNull();
    if (params === null) return;
    expect(100_000 * 2 ** params.preShift).toBeLessThan(2 ** 31);
    for (const [i, real] of reals.entries()) {
      const { multipliers, shifts, preShift } = params;
      expect(multipliers[i]).toBeGreaterThanOrEqual(2 ** 30);
      expect(shifts[i]).toBeGreaterThanOrEqual(1);
      expect(shifts[i]).toBeLessThanOrEqual(22);
      expect(realMultiplier(preShift, multipliers[i] ?? 0, shifts[i] ?? 0) / real).toBeCloseTo(1, 8);
    }
  });

  it('refuses what no pre-shift can serve', () => {
    expect(requantParams([4], [2 ** 30])).toBeNull();
    expect(requantParams([NaN], [1])).toBeNull();
    expect(requantParams([Infinity], [1])).toBeNull();
    expect(requantParams([-1], [1])).toBeNull();
    expect(requantParams([1e-12], [2 ** 21])).not.toBeNull();
    expect(requantParams([2 ** -25], [2 ** 30])).toBeNull();
  });

  it('serves dead channels beside live ones', () => {
    const params = requantParams([0.01, 0, 1e-20], [1 << 20, 0, 1000]);
    expect(params).not.toBeNull();
    expect(quantizeMultiplier(0, 0, 0)).toEqual({ multiplier: 2 ** 30, shift: 22 });
  });
});

describe('requantize', () => {
  it('is within one step of the rounded real value and clamps', () => {
    const next = random(7);
    const params = requantParams([0.00123], [1 << 18]);
    if (params === null) throw new Error('no parameters');
    const channel = { multiplier: params.multipliers[0] ?? 0, shift: params.shifts[0] ?? 0 };
    let different = 0;
    for (let i = 0; i < 20_000; i++) {
      const acc = Math.floor((next() - 0.5) * 2 ** 18);
      const got = requantize(acc, params.preShift, channel, { zeroPoint: -5, min: -128, max: 127 });
      const want = Math.min(127, Math.max(-128, Math.round(acc * 0.00123) - 5));
      expect(Math.abs(got - want)).toBeLessThanOrEqual(1);
      if (got !== want) different++;
    }
    expect(different).toBeLessThan(20);
  });
});

describe('addParams', () => {
  it('adds within one step over all int8 pairs', () => {
    const [a, b, y] = [{ scale: 0.11, zeroPoint: -3 }, { scale: 0.02, zeroPoint: 77 }, { scale: 0.12, zeroPoint: 5 }];
    for (const [params, sign] of [[addParams(a, b, y), 1], [subParams(a, b, y), -1]] as const) {
      if (params === null) throw new Error('no parameters');
      expect(Math.max(Math.abs(params.multiplierA), Math.abs(params.multiplierB))).toBeGreaterThanOrEqual(2 ** 14);
      expect(Math.max(Math.abs(params.multiplierA), Math.abs(params.multiplierB))).toBeLessThan(2 ** 15);
      let worst = 0;
      for (let qa = -128; qa < 128; qa++) {
        for (let qb = -128; qb < 128; qb++) {
          const got = (qa * params.multiplierA + qb * params.multiplierB + params.offset) >> params.shift;
          worst = Math.max(worst, Math.abs(got - ((a.scale * (qa - a.zeroPoint) + sign * b.scale * (qb - b.zeroPoint)) / y.scale + y.zeroPoint)));
        }
      }
      expect(worst).toBeLessThan(0.52);
    }
  });

  it('with 32-bit multipliers stays within 2^-12 of the half step, and no partial sum leaves int32', () => {
    const cases = [[{ scale: 0.11, zeroPoint: -3 }, { scale: 0.02, zeroPoint: 77 }, { scale: 0.12, zeroPoint: 5 }], [{ scale: 9, zeroPoint: -128 }, { scale: 8, zeroPoint: 127 }, { scale: 0.01, zeroPoint: 127 }], [{ scale: 0.004, zeroPoint: 0 }, { scale: 0.0001, zeroPoint: 0 }, { scale: 0.9, zeroPoint: 0 }]] as const;
    for (const [a, b, y] of cases) {
      const params = addParams(a, b, y, 32);
      if (params === null) throw new Error('no parameters');
      const ends = [-128, 127].flatMap((qa) => [-128, 127].flatMap((qb) => [qa * params.multiplierA + params.offset, qb * params.multiplierB, qa * params.multiplierA + qb * params.multiplierB + params.offset]));
      expect(Math.max(...ends.map(Math.abs))).toBeLessThan(2 ** 31);
      for (let qa = -128; qa < 128; qa += 3) {
        for (let qb = -128; qb < 128; qb += 5) {
          const real = (a.scale * (qa - a.zeroPoint) + b.scale * (qb - b.zeroPoint)) / y.scale + y.zeroPoint;
          const got = (qa * params.multiplierA + qb * params.multiplierB + params.offset) >> params.shift;
          if (Math.abs(real) < 200) expect(Math.abs(got - real)).toBeLessThan(0.5 + 2 ** -12);
        }
      }
    }
  });

  it('refuses scales too far apart', () => {
    const y = { scale: 1, zeroPoint: 0 };
    expect(addParams({ scale: 1e-3, zeroPoint: 0 }, { scale: 1e-3, zeroPoint: 0 }, y)).toBeNull();
    expect(addParams({ scale: 1e6, zeroPoint: 0 }, { scale: 1, zeroPoint: 0 }, y)).toBeNull();
    expect(addParams({ scale: 0, zeroPoint: 0 }, { scale: 0, zeroPoint: 0 }, y)).toBeNull();
  });
});

describe('sumParams', () => {
  const [residual, y] = [{ scale: 0.07, zeroPoint: -100 }, { scale: 0.1, zeroPoint: -9 }];
  const reals = [0.0021, 0.00007, 1e-9, 0];

  it('rounds accumulator and residual once', () => {
    const bound = 1 << 20;
    const sum = sumParams({ reals, bounds: reals.map(() => bound) }, residual, y);
    if (sum === null) throw new Error('no parameters');
    const next = random(9);
    let worst = 0;
    for (let i = 0; i < 40_000; i++) {
      const [c, acc, r] = [i % reals.length, Math.floor((next() - 0.5) * 2 * bound), Math.floor(next() * 256) - 128];
      const got = requantizeSum(acc, sum.multipliers[c] ?? 0, r, { ...sum, min: -1e6, max: 1e6 });
      worst = Math.max(worst, Math.abs(got - (acc * (reals[c] ?? 0) + 0.7 * (r + 100) - 9)));
    }
    expect(worst).toBeLessThan(0.51);
  });

  it('keeps every partial sum within int32 at the proved bounds', () => {
    const next = random(3);
    for (let i = 0; i < 500; i++) {
      const bounds = Array.from({ length: 3 }, () => Math.floor(2 ** (10 + 18 * next())));
      const list = bounds.map(() => 2 ** (-24 + 16 * next()));
      const own = { scale: 2 ** (8 * next() - 4), zeroPoint: Math.floor(256 * next()) - 128 };
      const sum = sumParams({ reals: list, bounds }, own, { scale: 1, zeroPoint: Math.floor(256 * next()) - 128 });
      if (sum === null) continue;
      expect(sum.preShift).toBeGreaterThanOrEqual(1);
      expect(sum.shift).toBeGreaterThanOrEqual(12);
      expect(sum.shift).toBeLessThanOrEqual(22);
      expect(sum.residualMultiplier).toBeLessThan(2 ** 15);
      const scaled = bounds.map((b, c) => Math.abs(mulHigh(-b << sum.preShift, sum.multipliers[c] ?? 0)));
      expect(Math.max(...bounds) * 2 ** sum.preShift).toBeLessThan(2 ** 31);
      expect(Math.max(...scaled) + 128 * sum.residualMultiplier + Math.abs(sum.offset)).toBeLessThan(2 ** 31);
    }
  });

  it('refuses what would be inaccurate or leave int32', () => {
    expect(sumParams({ reals: [0.01], bounds: [2 ** 27] }, residual, y)).toBeNull();
    expect(sumParams({ reals: [0.01], bounds: [1000] }, { scale: 0.8, zeroPoint: 0 }, y)).toBeNull();
    expect(sumParams({ reals: [NaN], bounds: [1000] }, residual, y)).toBeNull();
    expect(sumParams({ reals: [-0.1], bounds: [1000] }, residual, y)).toBeNull();
    expect(sumParams({ reals: [0.01], bounds: [1000] }, { scale: NaN, zeroPoint: 0 }, y)).toBeNull();
  });
});

describe('softmaxTable', () => {
  it('starts at 32767 and falls', () => {
    const table = softmaxTable(0.05);
    expect(table.length).toBe(256);
    expect(table[0]).toBe(32767);
    expect(table[20]).toBe(Math.round(32767 / Math.E));
  });
});
