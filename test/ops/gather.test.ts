import { describe, expect, it } from 'vitest';
import { constant, graphOf, input, ints, reference, rejection, shapeAfter } from '../support/op-case.ts';
import { runFloat } from '../support/op-runner.ts';

describe('Gather', () => {
  it('picks slices along an axis; negative indices count from the end', () => {
    const x = constant([2, 3], [1, 2, 3, 4, 5, 6]);
    expect(reference('Gather', [x, ints(1, -2)])).toEqual([4, 5, 6, 1, 2, 3]);
    expect(reference('Gather', [x, ints(2, 0)], { attrs: { axis: 1 } })).toEqual([3, 1, 6, 4]);
    expect(reference('Gather', [constant([4], [1, 3, 8, 8], 'i64'), constant([], [2], 'i64')])).toEqual([8]);
  });

  it('replaces the axis by the shape of the indices', () => {
    expect(shapeAfter('Gather', [input([5, 6]), constant([], [1], 'i64')], { attrs: { axis: -1 } })).toEqual([5]);
    expect(shapeAfter('Gather', [input([5, 6]), constant([2, 2], [0, 1, 2, 3], 'i64')])).toEqual([2, 2, 6]);
  });

  it('rejects indices and axes outside the tensor', () => {
    expect(rejection('Gather', [input([2]), ints(2)])).toBe('index 2 is outside a dimension of 2');
    expect(rejection('Gather', [input([2]), ints(-3)])).toBe('index -3 is outside a dimension of 2');
    expect(rejection('Gather', [input([2]), ints(0)], { attrs: { axis: 1 } })).toBe('axis 1 is outside a tensor of rank 1');
  });

  it('rejects data computed at run time when it is lowered', () => {
    expect(() => runFloat(graphOf('Gather', [input([4, 2]), ints(1)]))).toThrow(/QT2002: Gather 'the_Gather': .*run time/);
  });
});
