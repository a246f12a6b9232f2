import { describe, expect, it } from 'vitest';
import { constant, graphOf, input, reference, rejection } from '../support/op-case.ts';
import { runFloat, runInt8, withIndices } from '../support/op-runner.ts';

const cache = constant([2, 4, 1], [1, 2, 3, 4, 5, 6, 7, 8]);
const update = constant([2, 2, 1], [10, 20, 30, 40]);

describe('TensorScatter', () => {
  it('writes from a position per batch entry on, around the end where circular', () => {
    const at = (positions: number[] | null, mode: string): number[] =>
      reference('TensorScatter', [cache, update, ...(positions ? [constant([2], positions, 'i64')] : [])], { attrs: { mode }, opset: 24 });
    expect(at([1, 2], 'linear')).toEqual([1, 10, 20, 4, 5, 6, 30, 40]);
    expect(at([3, 0], 'circular')).toEqual([20, 2, 3, 10, 30, 40, 7, 8]);
    expect(at(null, 'linear')).toEqual([10, 20, 3, 4, 30, 40, 7, 8]);
  });

  it('rejects what does not fit', () => {
    expect(rejection('TensorScatter', [cache, constant([2, 5, 1])], { opset: 24 })).toBe('update of shape [2,5,1] does not fit a cache of shape [2,4,1] along axis 1');
    expect(rejection('TensorScatter', [cache, update], { opset: 24, attrs: { axis: 0 } })).toBe("attribute 'axis' is 0, which is the batch");
    expect(rejection('TensorScatter', [cache, update, constant([1], [0], 'i64')], { opset: 24 })).toBe('write_indices are i64 of shape [1]; int64 of shape [2] is expected');
  });

  it.each(['linear', 'circular'])('is lowered: %s', (mode) => {
    const graph = graphOf('TensorScatter', [input([2, 3, 5, 2]), input([2, 3, 3, 2]), input([2], undefined, 'i64')], { opset: 24, attrs: { mode } });
    expect(runFloat(graph, withIndices(graph, { x2: [4, -3] }))).toEqual({ error: 0, kernels: ['tensor_scatter'] });
    expect(runInt8(graph, withIndices(graph, { x2: [1, 2] })).steps).toBeLessThan(0.51);
  });
});
