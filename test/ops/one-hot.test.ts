import { describe, expect, it } from 'vitest';
import { constant, graphOf, input, reference, rejection, shapeAfter } from '../support/op-case.ts';
import { runFloat, withIndices } from '../support/op-runner.ts';

const values = constant([2], [1, 5]);

describe('OneHot', () => {
  it('is "on" at the index, "off" elsewhere and where the index is outside', () => {
    expect(reference('OneHot', [constant([4], [0, 2, -1, 7], 'i64'), ints3(), values])).toEqual([5, 1, 1, 1, 1, 5, 1, 1, 5, 1, 1, 1]);
    expect(reference('OneHot', [constant([2], [0, 2], 'i32'), ints3(), values], { attrs: { axis: 0 } })).toEqual([5, 1, 1, 1, 1, 5]);
    expect(shapeAfter('OneHot', [input([2, 4], undefined, 'i64'), ints3(), values], { attrs: { axis: 1 } })).toEqual([2, 3, 4]);
  });

  it('rejects a depth that is not positive and values that are no pair', () => {
    expect(rejection('OneHot', [input([2], undefined, 'i64'), constant([], [0], 'i64'), values])).toBe('the depth is 0; it must be positive');
    expect(rejection('OneHot', [input([2], undefined, 'i64'), ints3(), constant([3])])).toBe('values of shape [3] must be the pair [off, on]');
  });

  it.each(['i32', 'i64'] as const)('is lowered: %s', (dtype) => {
    const graph = graphOf('OneHot', [input([2, 3], undefined, dtype), ints3(), input([2])], { attrs: { axis: 1 } });
    expect(runFloat(graph, withIndices(graph, { x0: [0, 2, -1, 7, -9, 1] }))).toEqual({ error: 0, kernels: ['one_hot'] });
  });
});

function ints3(): ReturnType<typeof constant> {
  return constant([], [3], 'i64');
}
