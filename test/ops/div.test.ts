import { describe, expect, it } from 'vitest';
import { constant, input, reference, rejection } from '../support/op-case.ts';

describe('Div', () => {
  it('divides with broadcasting', () => {
    expect(reference('Div', [input([2, 2], [2, 4, 6, 8]), input([2], [2, -4])])).toEqual([1, -1, 3, -2]);
    expect(reference('Div', [input([1], [1]), input([2], [4, 0])])).toEqual([0.25, Infinity]);
  });

  it('truncates quotients of integers towards zero', () => {
    expect(reference('Div', [constant([3], [7, -7, 6], 'i64'), constant([], [2], 'i64')])).toEqual([3, -3, 3]);
  });

  it('rejects shapes and types that do not fit', () => {
    expect(rejection('Div', [input([2]), input([3])])).toBe('shapes [2] and [3] cannot be broadcast');
    expect(rejection('Div', [input([2]), constant([2], [1, 1], 'i64')])).toBe('operand types f32 and i64 differ');
  });
});
