import { describe, expect, it } from 'vitest';
import { constant, graphOf, input, reference, rejection, shapeAfter } from '../support/op-case.ts';
import { runFloat, runInt8, withIndices } from '../support/op-runner.ts';

describe('GatherND', () => {
  it('reads the slice that each tuple names, within batches', () => {
    const x = constant([2, 2, 2], [0, 1, 2, 3, 4, 5, 6, 7]);
    expect(reference('GatherND', [x, constant([2, 2], [0, 1, 1, -2], 'i64')])).toEqual([2, 3, 4, 5]);
    expect(reference('GatherND', [x, constant([2, 1], [1, 0], 'i64')], { attrs: { batch_dims: 1 } })).toEqual([2, 3, 4, 5]);
    expect(shapeAfter('GatherND', [input([2, 3, 4, 5]), input([2, 7, 2], undefined, 'i64')], { attrs: { batch_dims: 1 } })).toEqual([2, 7, 5]);
  });

  it('rejects tuples that do not fit', () => {
    expect(rejection('GatherND', [input([2, 2]), input([1, 3], undefined, 'i64')])).toBe('indices of shape [1,3] do not fit data of shape [2,2] with 0 batch dimensions');
    expect(rejection('GatherND', [input([2, 2]), input([3, 1], undefined, 'i64')], { attrs: { batch_dims: 1 } })).toBe('indices of shape [3,1] do not fit data of shape [2,2] with 1 batch dimensions');
  });

  it('is lowered', () => {
    const fixed = graphOf('GatherND', [input([3, 4, 5]), constant([3, 2, 1], [1, 0, 3, -1, 2, -4], 'i64')], { attrs: { batch_dims: 1 } });
    expect(runFloat(fixed)).toEqual({ error: 0, kernels: ['gather_slices'] });
    expect(runInt8(fixed).steps).toBeLessThan(0.51);
    const graph = graphOf('GatherND', [input([2, 3, 4]), input([2, 5, 2], undefined, 'i32')], { attrs: { batch_dims: 1 } });
    expect(runFloat(graph, withIndices(graph, { x1: Array.from({ length: 20 }, (_, i) => ((i * 7) % 11) - 5) }))).toEqual({ error: 0, kernels: ['index_slots', 'gather_slices'] });
  });
});
