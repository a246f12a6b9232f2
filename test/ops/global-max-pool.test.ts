import { describe, expect, it } from 'vitest';
import { input, reference, rejection, shapeAfter } from '../support/op-case.ts';

describe('GlobalMaxPool', () => {
  it('takes the largest of each channel', () => {
    const x = input([1, 2, 1, 3], [1, 3, 2, -30, -10, -20]);
    expect(shapeAfter('GlobalMaxPool', [x])).toEqual([1, 2, 1, 1]);
    expect(reference('GlobalMaxPool', [x])).toEqual([3, -10]);
  });

  it('rejects ranks other than 4', () => {
    expect(rejection('GlobalMaxPool', [input([1, 2, 3, 4, 5])])).toBe('input has shape [1,2,3,4,5]; only two spatial dimensions are supported');
  });
});
