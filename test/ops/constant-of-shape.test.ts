import { describe, expect, it } from 'vitest';
import { apply, constant, input, ints, reference, rejection } from '../support/op-case.ts';

describe('ConstantOfShape', () => {
  it('fills with its value, zero by default', () => {
    expect(apply('ConstantOfShape', [ints(2, 2)]).types).toEqual([{ dtype: 'f32', shape: [2, 2] }]);
    expect(reference('ConstantOfShape', [ints(2, 2)])).toEqual([0, 0, 0, 0]);
    expect(reference('ConstantOfShape', [ints(3), constant([1], [-1], 'i64')])).toEqual([-1, -1, -1]);
  });

  it('rejects shapes that are computed, negative or huge', () => {
    expect(rejection('ConstantOfShape', [input([2], [1, 1], 'i64')])).toBe('the shape is computed at run time');
    expect(rejection('ConstantOfShape', [ints(2, -1)])).toBe('shape [2,-1] is not usable');
    expect(rejection('ConstantOfShape', [ints(2 ** 20, 2 ** 20)])).toBe(`shape [${2 ** 20},${2 ** 20}] is not usable`);
  });
});
