import { describe, expect, it } from 'vitest';
import { apply, input, reference } from '../support/op-case.ts';

const options = { domain: 'quantune' };

describe('ToInt32', () => {
  it('is the nearest integer', () => {
    const x = input([4], [-3.0000002, 6.9999995, 0, 12]);
    expect(apply('ToInt32', [x], options).types).toEqual([{ dtype: 'i32', shape: [4] }]);
    expect(reference('ToInt32', [x], options)).toEqual([-3, 7, 0, 12]);
  });
});
