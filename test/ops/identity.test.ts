import { describe, expect, it } from 'vitest';
import { apply, input, reference } from '../support/op-case.ts';

describe('Identity', () => {
  it('keeps type, shape and elements', () => {
    const x = input([2, 2], [1, 2, 3, 4], 'i64');
    expect(apply('Identity', [x]).types).toEqual([{ dtype: 'i64', shape: [2, 2] }]);
    expect(reference('Identity', [x])).toEqual([1, 2, 3, 4]);
  });
});
