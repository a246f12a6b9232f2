import { describe, expect, it } from 'vitest';
import { constant, graphOf, input, reference, rejection } from '../support/op-case.ts';
import { runFloat } from '../support/op-runner.ts';

describe('Scatter', () => {
  it('is ScatterElements without reduction', () => {
    const args = [constant([1, 5], [1, 2, 3, 4, 5]), constant([1, 2], [1, 3], 'i64'), constant([1, 2], [1.5, 2.5])];
    expect(reference('Scatter', args, { attrs: { axis: 1 }, opset: 10 })).toEqual([1, 1.5, 3, 2.5, 5]);
    expect(rejection('Scatter', args, { attrs: { axis: 2 }, opset: 10 })).toBe('axis 2 is outside a tensor of rank 2');
    const graph = graphOf('Scatter', [input([3, 4]), constant([1, 4], [0, 2, 1, 0], 'i64'), input([1, 4])], { opset: 10 });
    expect(runFloat(graph)).toEqual({ error: 0, kernels: ['scatter_slices'] });
  });
});
