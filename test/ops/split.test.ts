import { describe, expect, it } from 'vitest';
import { apply, graphOf, input, ints, rejection } from '../support/op-case.ts';
import { runFloat, runInt8 } from '../support/op-runner.ts';

function sizes(args: Parameters<typeof apply>[1], outputs: number, attrs: Record<string, number | number[]>, opset: number): unknown {
  return apply('Split', args, { outputs, attrs, opset }).attrs['sizes'];
}

describe('Split', () => {
  it('takes sizes from an attribute, an input, the number of outputs, or num_outputs with a shorter end', () => {
    expect(sizes([input([5])], 2, { split: [2, 3] }, 11)).toEqual([2, 3]);
    expect(sizes([input([5]), ints(1, 4)], 2, {}, 13)).toEqual([1, 4]);
    expect(sizes([input([2, 6])], 3, { axis: -1 }, 13)).toEqual([2, 2, 2]);
    expect(sizes([input([7])], 4, { num_outputs: 4 }, 18)).toEqual([2, 2, 2, 1]);
  });

  it('rejects sizes that do not add up', () => {
    expect(rejection('Split', [input([5]), ints(2, 2)], { outputs: 2 })).toBe('sizes [2,2] do not split a dimension of 5 for 2 outputs');
    expect(rejection('Split', [input([5]), ints(5, 0)], { outputs: 2 })).toBe('sizes [5,0] leave a part without elements');
    expect(rejection('Split', [input([5])], { outputs: 2, opset: 13 })).toBe('a dimension of 5 cannot be split into 2 parts for 2 outputs');
    expect(rejection('Split', [input([5])], { outputs: 2, opset: 18, attrs: { num_outputs: 3 } })).toBe('a dimension of 5 cannot be split into 3 parts for 2 outputs');
  });

  it('is a slice per output', () => {
    const graph = graphOf('Split', [input([3, 7, 2]), ints(2, 4, 1)], { attrs: { axis: 1 }, outputs: 3 });
    expect(graph.outputs.length).toBe(3);
    expect(runFloat(graph)).toEqual({ error: 0, kernels: ['copy_nd_32', 'copy_nd_32', 'copy_nd_32'] });
    expect(runInt8(graph).steps).toBeLessThan(0.51);
  });
});
