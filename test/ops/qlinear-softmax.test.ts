import { describe, expect, it } from 'vitest';
import { dialectCase } from '../support/dialect-case.ts';

describe('com.microsoft.QLinearSoftmax', () => {
  it.each([[13, -1, [2, 3, 5]], [12, 1, [2, 15]]])('of opset %i over axis %i', async (opset, axis, shape) => {
    const { ops, float, off } = await dialectCase({ shape, output: { scale: 1 / 256, zero: -128 }, build: (m, x, y) => m.node('com.microsoft.QLinearSoftmax', [...x.triple, ...y], { axis, opset }) });
    expect([ops, float]).toEqual([['Softmax i8 -> i8'], 0]);
    expect(off).toBeLessThanOrEqual(0.01);
  });
});
