import { describe, expect, it } from 'vitest';
import { constant, graphOf, input, reference, rejection } from '../support/op-case.ts';
import { runFloat, runInt8, withIndices } from '../support/op-runner.ts';

describe('GatherElements', () => {
  it('picks elements along an axis; negative indices count from the end', () => {
    const x = constant([3, 3], [1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(reference('GatherElements', [x, constant([2, 3], [1, 2, 0, 2, 0, 0], 'i64')])).toEqual([4, 8, 3, 7, 2, 3]);
    expect(reference('GatherElements', [x, constant([2, 2], [-1, 0, 1, -3], 'i32')], { attrs: { axis: 1 } })).toEqual([3, 1, 5, 4]);
  });

  it('rejects indices that do not fit', () => {
    expect(rejection('GatherElements', [input([2, 2]), input([2, 3], undefined, 'i64')])).toBe('indices of shape [2,3] do not fit data of shape [2,2] on axis 0');
  });

  it('is lowered: constant indices are a table, others become slots', () => {
    const fixed = graphOf('GatherElements', [input([4, 5, 2]), constant([3, 5, 1], Array.from({ length: 15 }, (_, i) => (i * 7) % 4), 'i64')]);
    expect(runFloat(fixed)).toEqual({ error: 0, kernels: ['gather_slices'] });
    expect(runInt8(fixed).steps).toBeLessThan(0.51);
    const graph = graphOf('GatherElements', [input([2, 3, 4]), input([2, 2, 4], undefined, 'i64')], { attrs: { axis: 1 } });
    expect(runFloat(graph, withIndices(graph, { x1: Array.from({ length: 16 }, (_, i) => ((i * 5) % 9) - 4) }))).toEqual({ error: 0, kernels: ['index_slots', 'gather_slices'] });
  });
});
