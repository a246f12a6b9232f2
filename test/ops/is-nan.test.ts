import { describe, expect, it } from 'vitest';
import { input, reference } from '../support/op-case.ts';
import { computed } from '../support/op-elements.ts';

describe('IsNaN', () => {
  it('finds NaN, at run time too', () => {
    const x = input([4], [NaN, 0, Infinity, -1]);
    expect(reference('IsNaN', [x])).toEqual([1, 0, 0, 0]);
    expect(computed('IsNaN', [x])).toEqual([1, 0, 0, 0]);
  });
});
