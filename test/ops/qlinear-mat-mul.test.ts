import { describe, expect, it } from 'vitest';
import { dialectCase, operand } from '../support/dialect-case.ts';
import { int8s } from '../support/qdq-model.ts';

describe('QLinearMatMul', () => {
  it.each([['one scale', 0.005], ['one per column', [0.005, 0.004, 0.003, 0.002, 0.001]]])('is an integer product with a constant matrix of %s', async (_, scale) => {
    const { ops, off } = await dialectCase({ shape: [3, 6], build: (m, x, y) => m.node('QLinearMatMul', [...x.triple, ...operand(m, [6, 5], int8s(30, 3), { scale }), ...y]) });
    expect(ops).toEqual(['Gemm i8,i8,_ -> i8']);
    expect(off).toBeLessThanOrEqual(0.01);
  });

  it('of more than two dimensions', async () => {
    const { float, off } = await dialectCase({ shape: [2, 3, 4], build: (m, x, y) => m.node('QLinearMatMul', [...x.triple, ...operand(m, [4, 5], int8s(20, 3), { scale: 0.006 }), ...y]) });
    expect([float, off <= 0.01]).toEqual([0, true]);
  });
});
