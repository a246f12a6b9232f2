import { describe, expect, it } from 'vitest';
import { input, reference, rejection } from '../support/op-case.ts';

describe('Sub', () => {
  it('subtracts the second operand, broadcast', () => {
    expect(reference('Sub', [input([2, 2], [1, 2, 3, 4]), input([2, 1], [10, 20])])).toEqual([-9, -8, -17, -16]);
    expect(reference('Sub', [input([1], [1]), input([3], [1, 2, 3])])).toEqual([0, -1, -2]);
  });

  it('rejects shapes that do not fit', () => {
    expect(rejection('Sub', [input([4]), input([3])])).toBe('shapes [4] and [3] cannot be broadcast');
  });
});
