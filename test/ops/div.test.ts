import { describe, expect, it } from 'vitest';
import { INTEGERS, operand, runOp } from '../support/op-elements.ts';
import { constant, graphOf, input, reference, rejection } from '../support/op-case.ts';
import { runFloat, runInt8 } from '../support/op-runner.ts';

describe('Div', () => {
  it('divides with broadcasting', () => {
    expect(reference('Div', [input([2, 2], [2, 4, 6, 8]), input([2], [2, -4])])).toEqual([1, -1, 3, -2]);
    expect(reference('Div', [input([1], [1]), input([2], [4, 0])])).toEqual([0.25, Infinity]);
  });

  it('truncates quotients of integers towards zero', () => {
    expect(reference('Div', [constant([3], [7, -7, 6], 'i64'), constant([], [2], 'i64')])).toEqual([3, -3, 3]);
  });

  it('rejects shapes and types that do not fit', () => {
    expect(rejection('Div', [input([2]), input([3])])).toBe('shapes [2] and [3] cannot be broadcast');
    expect(rejection('Div', [input([2]), constant([2], [1, 1], 'i64')])).toBe('operand types f32 and i64 differ');
  });

  it.each([
    ['equal shapes', [input([3, 5, 2]), input([3, 5, 2])]],
    ['a row', [input([2, 3, 4]), input([4])]],
    ['both broadcast', [input([2, 1, 3]), input([5, 1])]],
    ['a constant vector', [input([2, 5]), constant([5], [1, -2, 3, 0.5, 4])]],
    ['a constant first', [constant([2, 1]), input([2, 7])]],
  ])('is lowered: %s', (_name, args) => {
    const graph = graphOf('Div', args);
    expect(runFloat(graph).error).toBeLessThan(1e-5);
  });

  it('has no integer form', () => {
    expect(runInt8(graphOf('Div', [input([4]), input([4], [1, 2, 3, 4])])).kernels).toEqual(['div_f32']);
  });

  it.each(INTEGERS)('is exact on %s', (dtype) => {
    expect(runOp('Div', [operand(dtype, [3, 4]), operand(dtype, [4], 2)]).error).toBe(0);
  });
});
