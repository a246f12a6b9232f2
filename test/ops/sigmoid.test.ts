import { describe, expect, it } from 'vitest';
import { input, reference, shapeAfter } from '../support/op-case.ts';

describe('Sigmoid', () => {
  it('is 1 / (1 + exp(-x)), without overflow', () => {
    expect(shapeAfter('Sigmoid', [input([3, 5])])).toEqual([3, 5]);
    const [half, third, one, zero] = reference('Sigmoid', [input([4], [0, Math.log(0.5), 800, -800])]);
    expect(half).toBe(0.5);
    expect(third).toBeCloseTo(1 / 3, 6);
    expect([one, zero]).toEqual([1, 0]);
  });
});
