import { describe, expect, it } from 'vitest';
import { constant, graphOf, input, ints, reference, rejection, shapeAfter } from '../support/op-case.ts';
import { runFloat, runInt8 } from '../support/op-runner.ts';

describe('Tile', () => {
  it('repeats along each dimension', () => {
    expect(reference('Tile', [constant([2, 2], [1, 2, 3, 4]), ints(2, 3)])).toEqual([1, 2, 1, 2, 1, 2, 3, 4, 3, 4, 3, 4, 1, 2, 1, 2, 1, 2, 3, 4, 3, 4, 3, 4]);
    expect(shapeAfter('Tile', [input([2, 3]), ints(1, 4)])).toEqual([2, 12]);
  });

  it('rejects repeats that do not fit', () => {
    expect(rejection('Tile', [input([2, 3]), ints(2)])).toBe('repeats [2] must be one non-negative count for each dimension of [2,3]');
    expect(rejection('Tile', [input([2, 3]), ints(2, -1)])).toBe('repeats [2,-1] must be one non-negative count for each dimension of [2,3]');
  });

  it('is strided copies of any rank', () => {
    const graph = graphOf('Tile', [input([2, 3, 5]), ints(3, 1, 2)]);
    expect(runFloat(graph)).toEqual({ error: 0, kernels: ['copy_nd_32'] });
    expect(runInt8(graph).steps).toBeLessThan(0.51);
    const deep = runFloat(graphOf('Tile', [input([2, 3, 2, 2]), ints(2, 3, 2, 2)]));
    expect(deep.error).toBe(0);
    expect(deep.kernels.length).toBe(4);
  });
});
