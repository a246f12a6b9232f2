import { describe, expect, it } from 'vitest';
import { toNumbers } from '../../src/ir/tensor.ts';
import { apply, constant, input, rejection } from '../support/op-case.ts';

function unique(args: Parameters<typeof apply>[1], attrs: Record<string, number> = {}): number[][] {
  return apply('Unique', args, { attrs, outputs: 4 }).types.map((t) => (t.tensor ? toNumbers(t.tensor) : []));
}

describe('Unique', () => {
  const line = constant([6], [2, 1, 1, 3, 4, 3]);

  it('gives different elements, where they are first, which each element is, and how often', () => {
    expect(unique([line])).toEqual([[1, 2, 3, 4], [1, 0, 3, 4], [1, 0, 0, 2, 3, 2], [2, 1, 2, 1]]);
    expect(unique([line], { sorted: 0 })).toEqual([[2, 1, 3, 4], [0, 1, 3, 4], [0, 1, 1, 2, 3, 2], [1, 2, 2, 1]]);
  });

  it('compares slices along an axis', () => {
    const rows = constant([3, 2], [2, 3, 1, 0, 2, 3], 'i64');
    expect(unique([rows], { axis: 0 })).toEqual([[1, 0, 2, 3], [1, 0], [1, 0, 1], [1, 2]]);
    expect(unique([constant([1, 3], [5, 5, 4])], { axis: -1 })).toEqual([[4, 5], [2, 0], [1, 1, 0], [1, 2]]);
  });

  it('rejects what is computed at run time', () => {
    expect(rejection('Unique', [input([2])])).toBe('the size of its output depends on values computed at run time');
  });
});
