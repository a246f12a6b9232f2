import { describe, expect, it } from 'vitest';
import { constant, graphOf, input, ints, reference, rejection, shapeAfter } from '../support/op-case.ts';
import { runFloat, runInt8 } from '../support/op-runner.ts';

describe('Expand', () => {
  it('broadcasts in both directions', () => {
    expect(reference('Expand', [constant([2, 1], [1, 2]), ints(2, 3)])).toEqual([1, 1, 1, 2, 2, 2]);
    expect(shapeAfter('Expand', [input([3, 1]), ints(2, 1, 4)])).toEqual([2, 3, 4]);
    expect(shapeAfter('Expand', [input([3, 4]), ints(1)])).toEqual([3, 4]);
  });

  it('rejects shapes that do not fit or are not constant', () => {
    expect(rejection('Expand', [input([3]), ints(2)])).toBe('shapes [3] and [2] cannot be broadcast');
    expect(rejection('Expand', [input([3]), ints(-1, 3)])).toBe('shape [-1,3] has negative dimensions');
    expect(rejection('Expand', [input([3]), input([1], undefined, 'i64')])).toBe("input 'shape' is computed at run time; it must be a constant");
  });

  it('is one strided copy, or a view where nothing is repeated', () => {
    const wide = graphOf('Expand', [input([2, 1, 3, 1]), ints(2, 4, 3, 5)]);
    expect(runFloat(wide)).toEqual({ error: 0, kernels: ['copy_nd_32'] });
    expect(runInt8(wide).steps).toBeLessThan(0.51);
    expect(runFloat(graphOf('Expand', [input([3, 2]), ints(1, 3, 2)])).kernels).toEqual(['copy_nd_32']);
  });
});
