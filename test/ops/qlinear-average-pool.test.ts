import { describe, expect, it } from 'vitest';
import { dialectCase } from '../support/dialect-case.ts';

describe('com.microsoft.QLinearAveragePool', () => {
  it.each([{ pads: [0, 1, 1, 0] }, { pads: [1, 1, 1, 1], count_include_pad: 1 }])('is an integer average of planes, %o', async (attrs) => {
    const { ops, float, off } = await dialectCase({ shape: [1, 3, 7, 7], build: (m, x, y) => m.node('com.microsoft.QLinearAveragePool', [...x.triple, ...y], { kernel_shape: [3, 2], strides: [2, 2], ...attrs }) });
    expect([ops.filter((o) => !o.startsWith('Transpose')), float]).toEqual([['AveragePool i8 -> i8'], 0]);
    expect(off).toBeLessThanOrEqual(0.01);
  });

  it('of pixels', async () => {
    const { ops, off } = await dialectCase({ shape: [1, 6, 6, 3], build: (m, x, y) => m.node('com.microsoft.QLinearAveragePool', [...x.triple, ...y], { kernel_shape: [2, 3], channels_last: 1 }) });
    expect(ops).toEqual(['AveragePool i8 -> i8']);
    expect(off).toBeLessThanOrEqual(0.01);
  });
});
