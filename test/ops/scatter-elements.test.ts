import { describe, expect, it } from 'vitest';
import { constant, graphOf, input, reference, rejection } from '../support/op-case.ts';
import { runFloat, runInt8, withIndices } from '../support/op-runner.ts';

const line = constant([5], [1, 2, 3, 4, 5]);
const indices = constant([3], [1, -2, 1], 'i64');
const updates = constant([3], [10, 0.5, -20]);

describe('ScatterElements', () => {
  it.each([
    ['none', [1, -20, 3, 0.5, 5]], ['add', [1, -8, 3, 4.5, 5]], ['mul', [1, -400, 3, 2, 5]], ['max', [1, 10, 3, 4, 5]], ['min', [1, -20, 3, 0.5, 5]],
  ])('reduces by %s, duplicates in order', (reduction, expected) => {
    expect(reference('ScatterElements', [line, indices, updates], { attrs: { reduction }, opset: 18 })).toEqual(expected);
  });

  it('wraps integers around, and takes "or" and "and" for sums and products of bool', () => {
    const at = (data: number, update: number, reduction: string, dtype: 'i32' | 'i8' | 'bool'): number[] =>
      reference('ScatterElements', [constant([1], [data], dtype), constant([1], [0], 'i64'), constant([1], [update], dtype)], { attrs: { reduction }, opset: 18 });
    expect(at(65537, 65537, 'mul', 'i32')).toEqual([131073]);
    expect(at(100, 100, 'add', 'i8')).toEqual([-56]);
    expect(at(1, 1, 'add', 'bool')).toEqual([1]);
    expect(at(1, 0, 'mul', 'bool')).toEqual([0]);
  });

  it('rejects what does not fit', () => {
    expect(rejection('ScatterElements', [input([2, 2]), input([3, 2], undefined, 'i64'), input([2, 2])])).toBe('indices of shape [3,2] and updates of shape [2,2] do not fit data of shape [2,2]');
    expect(rejection('ScatterElements', [input([2]), input([2], undefined, 'i64'), input([2], undefined, 'i32')])).toBe('data are f32 and updates are i32');
    expect(rejection('ScatterElements', [input([2]), input([2], undefined, 'i64'), input([2])], { attrs: { reduction: 'mean' } })).toBe('attribute \'reduction\' must be one of none, add, mul, min, max, found "mean"');
  });

  it.each([['none', 'scatter_slices'], ['add', 'scatter_f32'], ['mul', 'scatter_f32'], ['min', 'scatter_f32'], ['max', 'scatter_f32']])('is lowered: %s', (reduction, kernel) => {
    const graph = graphOf('ScatterElements', [input([3, 4]), constant([2, 3], [0, -1, 2, 3, 3, 0], 'i64'), input([2, 3])], { attrs: { axis: 1, reduction }, opset: 18 });
    const run = runFloat(graph);
    expect(run.kernels).toEqual([kernel]);
    expect(run.error).toBeLessThan(1e-7);
    if (reduction === 'none') expect(runInt8(graph).steps).toBeLessThan(0.51);
  });

  it.each(['i32', 'i64'] as const)('takes indices computed at run time: %s', (dtype) => {
    const graph = graphOf('ScatterElements', [input([3, 4]), input([2, 4], undefined, dtype), input([2, 4])]);
    const run = runFloat(graph, withIndices(graph, { x1: [2, 0, -1, 7, -3, 1, -9, 0] }));
    expect(run).toEqual({ error: 0, kernels: ['index_slots', 'scatter_slices'] });
  });
});
