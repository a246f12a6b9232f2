import { describe, expect, it } from 'vitest';
import { filtersOf } from '../../src/quantize/filters.ts';
import { type Gains, type Signal, noGains, squaresOf, transferred } from '../../src/quantize/noise-transfer.ts';
import { randomFloats } from '../support/graph-builder.ts';

const signal = (channels: number, places: number, power: number, active = 1): Signal => ({ channels, places, power, active: new Float64Array(channels).fill(active) });
const ones = (channels: number): Gains => ({ alike: new Float64Array(channels).fill(1), apart: new Float64Array(channels).fill(1) });
const NOISE = 0.01;

/** Output noise over signal of a product [places][in] x [out][in], for errors of one power in channel 0: independent, or the same at all places. */
function simulated(w: Float32Array, { inner, outputs, places, alike }: { inner: number; outputs: number; places: number; alike: boolean }): number {
  const errors = randomFloats(places, 3);
  let noise = 0;
  for (let p = 0; p < places; p++) for (let o = 0; o < outputs; o++) noise += ((w[o * inner] ?? 0) * NOISE * (alike ? 1 : Math.sign(errors[p] ?? 1))) ** 2;
  return noise;
}

describe('noise transfer', () => {
  it('of a product is that of the squared weights', () => {
    const [inner, outputs, places] = [3, 4, 50];
    const w = randomFloats(inner * outputs, 1);
    const [from, to] = [signal(inner, places, 7), signal(outputs, places, 11)];
    const gains = transferred({ kind: 'linear', squares: squaresOf(filtersOf(w, outputs, { kind: 'weight', axis: 0 }), inner) }, from, to, ones(outputs));
    const over = (NOISE ** 2 * places) / from.power;
    expect(over * (gains.apart[0] ?? 0)).toBeCloseTo(simulated(w, { inner, outputs, places, alike: false }) / to.power, 10);
    expect(over * (gains.alike[0] ?? 0)).toBeCloseTo(simulated(w, { inner, outputs, places, alike: true }) / to.power, 10);
  });

  it('taps add up errors that they share, and squares of those that they do not', () => {
    const squares = squaresOf(filtersOf(Float32Array.of(1, 1, 1, -1), 2, { kind: 'weight', axis: 0, taps: 2 }), 1);
    expect([...squares.apart]).toEqual([2, 2]);
    expect([...squares.alike]).toEqual([4, 0]);
  });

  it('folds the places of a flattened image, and follows groups', () => {
    const flat = squaresOf(filtersOf(Float32Array.of(1, 2, 3, 4), 1, { kind: 'weight', axis: 0 }), 2);
    expect([flat.width, ...flat.apart]).toEqual([2, 10, 20]);
    const depthwise = squaresOf(filtersOf(Float32Array.of(1, 2), 2, { kind: 'weight', axis: 0, groups: 2 }), 2);
    expect([...depthwise.first]).toEqual([0, 1]);
  });

  it('of a mean over all places leaves nothing but what they share', () => {
    const gains = transferred({ kind: 'channels', offset: 0, averages: true }, signal(2, 16, 8), signal(2, 1, 4), ones(2));
    expect([...gains.apart]).toEqual([0, 0]);
    expect(gains.alike[0]).toBeCloseTo((8 / 4) / 16, 12);
  });

  it('of a join is at the channels where it stands', () => {
    const at = noGains(3);
    at.alike[2] = 5;
    const gains = transferred({ kind: 'channels', offset: 1, averages: false }, signal(2, 4, 1), signal(3, 4, 2), at);
    expect([...gains.alike]).toEqual([0, 2.5]);
  });

  it('passes what an activation function lets through', () => {
    const [from, to] = [signal(1, 10, 1), signal(1, 10, 1, 0.5)];
    const onlyAlike = { alike: Float64Array.of(1), apart: Float64Array.of(0) };
    const gains = transferred({ kind: 'channels', offset: 0, averages: false }, from, to, onlyAlike);
    expect(gains.alike[0]).toBeCloseTo(0.25, 12);
    expect(gains.apart[0]).toBeCloseTo(0.5 * 0.5 / 10, 12);
  });

  it('of what is not followed has one gain for all channels', () => {
    const gains = transferred({ kind: 'mixed' }, signal(4, 1, 1), signal(2, 1, 1), { alike: Float64Array.of(1, 3), apart: Float64Array.of(0, 0) });
    expect([...gains.alike]).toEqual([2, 2, 2, 2]);
  });
});
