import { describe, expect, it } from 'vitest';
import { input, reference, shapeAfter } from '../support/op-case.ts';

describe('Tanh', () => {
  it('is the hyperbolic tangent', () => {
    expect(shapeAfter('Tanh', [input([2, 3, 1])])).toEqual([2, 3, 1]);
    const [zero, half, one] = reference('Tanh', [input([3], [0, Math.atanh(0.5), 50])]);
    expect([zero, one]).toEqual([0, 1]);
    expect(half).toBeCloseTo(0.5, 6);
  });
});
