import { describe, expect, it } from 'vitest';
import { constant, graphOf, input, reference, rejection } from '../support/op-case.ts';
import { runFloat, runInt8 } from '../support/op-runner.ts';

const x = constant([3, 2], [1, 2, 3, 4, 5, 6]);

describe('Compress', () => {
  it('keeps slices along an axis, or elements of the flattened input', () => {
    expect(reference('Compress', [x, constant([3], [0, 1, 1], 'bool')], { attrs: { axis: 0 } })).toEqual([3, 4, 5, 6]);
    expect(reference('Compress', [x, constant([2], [0, 1], 'bool')], { attrs: { axis: -1 } })).toEqual([2, 4, 6]);
    expect(reference('Compress', [x, constant([5], [0, 1, 0, 0, 1], 'bool')])).toEqual([2, 5]);
  });

  it('rejects a condition that is computed or too long', () => {
    expect(rejection('Compress', [input([2]), input([2], undefined, 'bool')])).toBe("input 'condition' is computed at run time; it must be a constant");
    expect(rejection('Compress', [input([2]), constant([3], [1, 1, 1], 'bool')])).toBe('the condition has 3 entries for a dimension of 2');
  });

  it('is lowered', () => {
    const graph = graphOf('Compress', [input([3, 4, 2]), constant([4], [1, 0, 1, 1], 'bool')], { attrs: { axis: 1 } });
    expect(runFloat(graph)).toEqual({ error: 0, kernels: ['copy_nd_32', 'copy_nd_32'] });
    expect(runInt8(graph).steps).toBeLessThan(0.51);
    expect(runFloat(graphOf('Compress', [input([3, 2]), constant([5], [1, 0, 0, 1, 1], 'bool')])).error).toBe(0);
  });
});
