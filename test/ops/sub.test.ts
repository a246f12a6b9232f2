import { describe, expect, it } from 'vitest';
import { INTEGERS, operand, runOp } from '../support/op-elements.ts';
import { constant, graphOf, input, reference, rejection } from '../support/op-case.ts';
import { runFloat, runInt8 } from '../support/op-runner.ts';

describe('Sub', () => {
  it('subtracts the second operand, broadcast', () => {
    expect(reference('Sub', [input([2, 2], [1, 2, 3, 4]), input([2, 1], [10, 20])])).toEqual([-9, -8, -17, -16]);
    expect(reference('Sub', [input([1], [1]), input([3], [1, 2, 3])])).toEqual([0, -1, -2]);
  });

  it('rejects shapes that do not fit', () => {
    expect(rejection('Sub', [input([4]), input([3])])).toBe('shapes [4] and [3] cannot be broadcast');
  });

  it.each([
    ['equal shapes', [input([3, 5, 2]), input([3, 5, 2])]],
    ['a row', [input([2, 3, 4]), input([4])]],
    ['both broadcast', [input([2, 1, 3]), input([5, 1])]],
    ['a constant vector', [input([2, 5]), constant([5])]],
    ['a constant first', [constant([2, 1]), input([2, 7])]],
  ])('is lowered: %s', (_name, args) => {
    const graph = graphOf('Sub', args);
    expect(runFloat(graph).error).toBeLessThan(1e-5);
    const int8 = runInt8(graph);
    expect(int8.steps).toBeLessThan(2.1);
    expect(int8.arithmeticSteps).toBeLessThan(1.01);
  });

  it.each(INTEGERS)('is exact on %s', (dtype) => {
    expect(runOp('Sub', [operand(dtype, [3, 4]), operand(dtype, [4], 2)]).error).toBe(0);
  });
});
