import { describe, expect, it } from 'vitest';
import { constant, input, reference, rejection, shapeAfter } from '../support/op-case.ts';

describe('MatMul', () => {
  it('multiplies the last two dimensions by a matrix', () => {
    expect(shapeAfter('MatMul', [input([2, 5, 3]), constant([3, 4])])).toEqual([2, 5, 4]);
    expect(reference('MatMul', [input([2, 2], [1, 2, 3, 4]), constant([2, 1], [10, 1])])).toEqual([12, 34]);
    expect(reference('MatMul', [input([2, 1, 2], [1, 2, 3, 4]), constant([2, 2], [0, 1, 1, 0])])).toEqual([2, 1, 4, 3]);
  });

  it('rejects operands that do not fit', () => {
    expect(rejection('MatMul', [input([2, 3]), constant([4, 2])])).toBe('inner dimensions 3 and 4 differ');
    expect(rejection('MatMul', [input([2, 2, 3]), input([2, 3, 2])])).toBe('shapes [2,2,3] and [2,3,2]: the second operand must be a matrix');
    expect(rejection('MatMul', [input([3]), constant([3, 2])])).toBe('shapes [3] and [3,2]: the second operand must be a matrix');
  });
});
