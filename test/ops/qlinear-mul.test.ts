import { describe, expect, it } from 'vitest';
import { dialectCase, operand } from '../support/dialect-case.ts';

describe('com.microsoft.QLinearMul', () => {
  it('is an integer product of operands with scales of their own', async () => {
    const { ops, float, off } = await dialectCase({ shape: [2, 3, 4], build: (m, x, y) => m.node('com.microsoft.QLinearMul', [...x.triple, ...operand(m, [4], [33, 110, 51, -59], { scale: 0.0157, zero: 5 }), ...y]) });
    expect([ops.at(-1), float]).toEqual(['Mul i8,i8 -> i8', 0]);
    expect(off).toBeLessThanOrEqual(0.01);
  });
});
