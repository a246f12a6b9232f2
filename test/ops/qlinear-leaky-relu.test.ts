import { describe, expect, it } from 'vitest';
import { dialectCase } from '../support/dialect-case.ts';

describe('com.microsoft.QLinearLeakyRelu', () => {
  it.each([{ alpha: 0.2 }, {}])('is a table, of %o', async (attrs) => {
    const { ops, off } = await dialectCase({ shape: [2, 30], build: (m, x, y) => m.node('com.microsoft.QLinearLeakyRelu', [...x.triple, ...y], attrs) });
    expect(ops).toEqual(['LeakyRelu i8 -> i8']);
    expect(off).toBeLessThanOrEqual(0.01);
  });
});
