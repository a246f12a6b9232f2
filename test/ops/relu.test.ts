import { describe, expect, it } from 'vitest';
import { input, reference, shapeAfter } from '../support/op-case.ts';

describe('Relu', () => {
  it('is max(0, x)', () => {
    expect(shapeAfter('Relu', [input([3, 5])])).toEqual([3, 5]);
    expect(reference('Relu', [input([4], [-1, 0, 2, -0.5])])).toEqual([0, 0, 2, 0]);
  });
});
