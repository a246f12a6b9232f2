import { describe, expect, it } from 'vitest';
import { dialectCase } from '../support/dialect-case.ts';

describe('com.microsoft.QLinearSigmoid', () => {
  it('is a table', async () => {
    const { ops, off } = await dialectCase({ shape: [2, 30], output: { scale: 0.003921, zero: -128 }, build: (m, x, y) => m.node('com.microsoft.QLinearSigmoid', [...x.triple, ...y]) });
    expect(ops).toEqual(['Sigmoid i8 -> i8']);
    expect(off).toBeLessThanOrEqual(0.01);
  });
});
