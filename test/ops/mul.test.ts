import { describe, expect, it } from 'vitest';
import { constant, input, reference, rejection } from '../support/op-case.ts';

describe('Mul', () => {
  it('multiplies with broadcasting', () => {
    expect(reference('Mul', [input([1, 2, 2], [1, 2, 3, 4]), input([2, 1, 1], [2, -1])])).toEqual([2, 4, 6, 8, -1, -2, -3, -4]);
    expect(reference('Mul', [constant([2], [7, -3], 'i64'), constant([], [2], 'i64')])).toEqual([14, -6]);
  });

  it('rejects shapes that do not fit', () => {
    expect(rejection('Mul', [input([2, 3]), input([3, 3])])).toBe('shapes [2,3] and [3,3] cannot be broadcast');
  });
});
