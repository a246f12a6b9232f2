import { describe, expect, it } from 'vitest';
import { channelNoise, storedNoise, sumChannels, sumStored } from '../../../src/data/metrics/channel-noise.ts';

const PLAIN = { step: 0.5, zeroPoint: -3, factors: Float64Array.of(1) };

describe('noise by channel', () => {
  it('is split into what all places share and the rest', () => {
    const reference = Float32Array.of(0, 0, 0, 0, 0, 0);
    const stored = Int8Array.of(-1, -2, -1, -4, -1, -3);
    const { all, alike } = channelNoise(reference, stored, PLAIN, 2);
    expect([...all]).toEqual([3, 0.5]);
    expect([...alike]).toEqual([3, 0]);
  });

  it('follows the factors of scaled channels', () => {
    const { all } = channelNoise(Float32Array.of(1, 1), Int8Array.of(-1, 1), { ...PLAIN, factors: Float64Array.of(1, 2) }, 2);
    expect([...all]).toEqual([0, 0]);
  });

  it('of storing: rounding and saturation together, zero exact, elements that are not zero counted', () => {
    const { all, active } = storedNoise(Float32Array.of(0, 0.6, -0.2, 100), PLAIN, 1);
    expect([...active]).toEqual([3]);
    expect(all[0]).toBeCloseTo(0.1 ** 2 + 0.2 ** 2 + (100 - 65) ** 2, 3);
  });

  it('adds up over samples', () => {
    const one = storedNoise(Float32Array.of(0.6, 0), PLAIN, 2);
    expect([...sumStored([one, one]).active]).toEqual([2, 0]);
    expect(sumChannels([one, one]).all[0]).toBeCloseTo(0.02, 6);
    expect(sumStored([]).all).toHaveLength(0);
  });
});
