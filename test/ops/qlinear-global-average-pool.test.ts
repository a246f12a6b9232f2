import { describe, expect, it } from 'vitest';
import { dialectCase } from '../support/dialect-case.ts';

describe('com.microsoft.QLinearGlobalAveragePool', () => {
  it.each([[0, [1, 3, 5, 5]], [1, [1, 5, 5, 3]]])('is an integer average of whole images, channels_last: %i', async (last, shape) => {
    const { ops, float, off } = await dialectCase({ shape, output: { scale: 0.0063, zero: -3 }, build: (m, x, y) => m.node('com.microsoft.QLinearGlobalAveragePool', [...x.triple, ...y], { channels_last: last }) });
    expect([ops.filter((o) => !/Transpose|Reshape/.test(o)), float]).toEqual([['AveragePool i8 -> i8'], 0]);
    expect(off).toBeLessThanOrEqual(0.01);
  });
});
