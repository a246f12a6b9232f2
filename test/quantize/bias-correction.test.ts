import { describe, expect, it } from 'vitest';
import { meanShift } from '../../src/quantize/bias-correction.ts';
import { filtersOf, inputChannel } from '../../src/quantize/filters.ts';

describe('bias correction', () => {
  it('predicts how far rounded weights move the mean of each output', () => {
    const f = filtersOf(Float32Array.of(1, 2, 3, 4), 2, { kind: 'weight', axis: 0 });
    const shift = meanShift(f, Float32Array.of(1.5, 2, 3, 3), [10, 100]);
    expect([...shift]).toEqual([5, -100]);
  });

  it('knows which channel a grouped filter and a flattened image read', () => {
    const grouped = filtersOf(new Float32Array(8), 4, { kind: 'weight', axis: 0, groups: 2, taps: 1 });
    expect([0, 1, 2, 3].map((o) => [0, 1].map((i) => inputChannel(grouped, o, i, 4)))).toEqual([[0, 1], [0, 1], [2, 3], [2, 3]]);
    const flat = filtersOf(new Float32Array(6), 1, { kind: 'weight', axis: 0 });
    expect([0, 1, 2, 3, 4, 5].map((i) => inputChannel(flat, 0, i, 3))).toEqual([0, 1, 2, 0, 1, 2]);
  });

  it('counts every tap of a convolution', () => {
    const f = filtersOf(Float32Array.of(0, 0, 0, 0), 1, { kind: 'weight', axis: 0, taps: 2 });
    expect([...meanShift(f, Float32Array.of(1, 1, 0, 1), [2, 3])]).toEqual([7]);
  });
});
