import { describe, expect, it } from 'vitest';
import { constant, graphOf, input, reference, rejection } from '../support/op-case.ts';
import { runFloat, runInt8, withIndices } from '../support/op-runner.ts';

const square = constant([3, 3], [0, 1, 2, 3, 4, 5, 6, 7, 8]);

describe('ReverseSequence', () => {
  it('reverses the first steps of each batch entry', () => {
    expect(reference('ReverseSequence', [square, constant([3], [1, 2, 3], 'i64')], { attrs: { time_axis: 1, batch_axis: 0 } })).toEqual([0, 1, 2, 4, 3, 5, 8, 7, 6]);
    expect(reference('ReverseSequence', [square, constant([3], [3, 2, 1], 'i64')])).toEqual([6, 4, 2, 3, 1, 5, 0, 7, 8]);
  });

  it('rejects other axes and lengths that do not fit', () => {
    expect(rejection('ReverseSequence', [square, constant([3], [1, 1, 1], 'i64')], { attrs: { time_axis: 1 } })).toBe('batch_axis 1 and time_axis 1 of [3,3] must be axes 0 and 1');
    expect(rejection('ReverseSequence', [square, constant([2], [1, 1], 'i64')])).toBe('sequence_lens is i64 of shape [2]; int64 of shape [3] is expected');
  });

  it.each([0, 1])('is lowered with lengths computed at run time, clamped: time axis %d', (time) => {
    const graph = graphOf('ReverseSequence', [input([4, 4, 3]), input([4], undefined, 'i64')], { attrs: { time_axis: time, batch_axis: 1 - time } });
    expect(runFloat(graph, withIndices(graph, { x1: [0, 3, 9, 4] }))).toEqual({ error: 0, kernels: ['reverse_sequence'] });
    expect(runInt8(graph, withIndices(graph, { x1: [0, 3, 2, 4] })).steps).toBeLessThan(0.51);
  });
});
