import { describe, expect, it } from 'vitest';
import { constant, graphOf, input, ints, reference, rejection } from '../support/op-case.ts';
import { runFloat } from '../support/op-runner.ts';

describe('Col2Im', () => {
  it('adds blocks where they lie, and cuts the padding off', () => {
    const columns = constant([1, 2, 3], [1, 2, 3, 10, 20, 30]);
    expect(reference('Col2Im', [columns, ints(1, 4), ints(1, 2)], { opset: 18 })).toEqual([1, 12, 23, 30]);
    expect(reference('Col2Im', [columns, ints(4), ints(2)], { opset: 18, attrs: { strides: [2], pads: [1, 1] } })).toEqual([10, 2, 20, 3]);
    expect(reference('Col2Im', [constant([1, 2, 2], [1, 2, 10, 20]), ints(4), ints(2)], { opset: 18, attrs: { dilations: [2] } })).toEqual([1, 2, 10, 20]);
  });

  it('rejects blocks that do not fit', () => {
    expect(rejection('Col2Im', [input([1, 2, 3]), ints(4), ints(5)])).toBe('blocks [5] with strides [1], dilations [1] and pads [0,0] do not fit an image [4]');
    expect(rejection('Col2Im', [input([1, 3, 3]), ints(4), ints(2)])).toBe('input is f32 of shape [1,3,3]; float of shape [N,C*2,3] is expected');
  });

  it.each([[{}, 12], [{ pads: [1, 0, 0, 2], strides: [2, 1] }, 15]] as const)('is lowered to a scatter that adds: %j', (attrs, count) => {
    const graph = graphOf('Col2Im', [input([2, 12, count]), ints(5, 4), ints(2, 2)], { opset: 18, attrs });
    const run = runFloat(graph);
    expect(run.error).toBeLessThan(1e-6);
    expect(run.kernels.slice(0, 2)).toEqual(['fill_32', 'scatter_f32']);
  });
});
