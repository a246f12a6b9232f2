import { describe, expect, it } from 'vitest';
import { constant, graphOf, input, reference, rejection } from '../support/op-case.ts';
import { runFloat, runInt8, withIndices } from '../support/op-runner.ts';

describe('ScatterND', () => {
  it.each([
    ['none', [1, 2, 9, 9, 5, 7]], ['add', [1, 2, 12, 13, 5, 13]], ['mul', [1, 2, 27, 36, 5, 42]], ['max', [1, 2, 9, 9, 5, 7]], ['min', [1, 2, 3, 4, 5, 6]],
  ])('reduces slices by %s', (reduction, expected) => {
    const data = constant([3, 2], [1, 2, 3, 4, 5, 6]);
    const slices = reference('ScatterND', [data, constant([1, 1], [1], 'i64'), constant([1, 2], [9, 9])], { attrs: { reduction }, opset: 18 });
    const both = reference('ScatterND', [constant([3, 2], slices), constant([1, 2], [2, -1], 'i64'), constant([1], [7])], { attrs: { reduction }, opset: 18 });
    expect(both).toEqual(expected);
  });

  it('rejects what does not fit', () => {
    expect(rejection('ScatterND', [input([3, 2]), input([1, 1], undefined, 'i64'), input([1, 3])])).toBe('indices of shape [1,1] and updates of shape [1,3] do not fit data of shape [3,2]');
  });

  it('is lowered', () => {
    const fixed = graphOf('ScatterND', [input([4, 3, 2]), constant([3, 1], [2, 0, 2], 'i64'), input([3, 3, 2])], { attrs: { reduction: 'add' }, opset: 16 });
    expect(runFloat(fixed).kernels).toEqual(['scatter_f32']);
    expect(runFloat(fixed).error).toBeLessThan(1e-7);
    const graph = graphOf('ScatterND', [input([4, 3, 2]), input([2, 2, 2], undefined, 'i64'), input([2, 2, 2])]);
    expect(runFloat(graph, withIndices(graph, { x1: [3, 2, -1, 0, 5, -7, 1, 1] }))).toEqual({ error: 0, kernels: ['index_slots', 'scatter_slices'] });
    expect(runInt8(graph, withIndices(graph, { x1: [3, 2, -1, 0, 2, 0, 1, 1] })).steps).toBeLessThan(0.51);
  });

  it('rejects reductions of types that no kernel reduces', () => {
    const graph = graphOf('ScatterND', [input([2], undefined, 'u64'), constant([1, 1], [0], 'i64'), input([1], undefined, 'u64')], { attrs: { reduction: 'max' }, opset: 18 });
    expect(() => runFloat(graph, withIndices(graph, { x0: [1, 2], x2: [3] }))).toThrow(/QT2002: ScatterND 'the_ScatterND': (reduction 'max' of u64|element type u64) is not supported/);
  });
});
