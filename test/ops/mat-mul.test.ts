import { describe, expect, it } from 'vitest';
import { constant, graphOf, input, reference, rejection, shapeAfter } from '../support/op-case.ts';
import { runFloat, runInt8 } from '../support/op-runner.ts';

describe('MatMul', () => {
  it('multiplies the last two dimensions by a matrix', () => {
    expect(shapeAfter('MatMul', [input([2, 5, 3]), constant([3, 4])])).toEqual([2, 5, 4]);
    expect(reference('MatMul', [input([2, 2], [1, 2, 3, 4]), constant([2, 1], [10, 1])])).toEqual([12, 34]);
    expect(reference('MatMul', [input([2, 1, 2], [1, 2, 3, 4]), constant([2, 2], [0, 1, 1, 0])])).toEqual([2, 1, 4, 3]);
  });

  it('rejects operands that do not fit', () => {
    expect(rejection('MatMul', [input([2, 3]), constant([4, 2])])).toBe('inner dimensions 3 and 4 differ');
    expect(rejection('MatMul', [input([2, 2, 3]), input([2, 3, 2])])).toBe('shapes [2,2,3] and [2,3,2]: the second operand must be a matrix');
    expect(rejection('MatMul', [input([3]), constant([3, 2])])).toBe('shapes [3] and [3,2]: the second operand must be a matrix');
  });

  it.each([[[3, 7], [7, 5]], [[2, 3, 6], [6, 4]], [[1, 2, 2, 9], [9, 1]]])('is lowered: %j x %j', (a, b) => {
    const graph = graphOf('MatMul', [input(a), constant(b)]);
    expect(runFloat(graph).error).toBeLessThan(1e-5);
    const int8 = runInt8(graph);
    expect(int8.steps).toBeLessThan(2);
    expect(int8.arithmeticSteps).toBeLessThan(1.01);
  });

  it('rejects two computed operands when it is lowered', () => {
    expect(() => runFloat(graphOf('MatMul', [input([2, 3]), input([3, 2])]))).toThrow(/QT2002: MatMul 'the_MatMul': .*run time/);
  });
});
