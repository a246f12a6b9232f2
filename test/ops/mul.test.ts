import { describe, expect, it } from 'vitest';
import { INTEGERS, operand, runOp } from '../support/op-elements.ts';
import { constant, graphOf, input, reference, rejection } from '../support/op-case.ts';
import { runFloat, runInt8 } from '../support/op-runner.ts';

describe('Mul', () => {
  it('multiplies with broadcasting', () => {
    expect(reference('Mul', [input([1, 2, 2], [1, 2, 3, 4]), input([2, 1, 1], [2, -1])])).toEqual([2, 4, 6, 8, -1, -2, -3, -4]);
    expect(reference('Mul', [constant([2], [7, -3], 'i64'), constant([], [2], 'i64')])).toEqual([14, -6]);
  });

  it('rejects shapes that do not fit', () => {
    expect(rejection('Mul', [input([2, 3]), input([3, 3])])).toBe('shapes [2,3] and [3,3] cannot be broadcast');
  });

  it.each([
    ['equal shapes', [input([3, 5, 2]), input([3, 5, 2])]],
    ['a row', [input([2, 3, 4]), input([4])]],
    ['both broadcast', [input([2, 1, 3]), input([5, 1])]],
    ['a constant vector', [input([2, 5]), constant([5])]],
    ['a constant first', [constant([2, 1]), input([2, 7])]],
  ])('is lowered: %s', (_name, args) => {
    const graph = graphOf('Mul', args);
    expect(runFloat(graph).error).toBeLessThan(1e-5);
    const int8 = runInt8(graph);
    expect(int8.steps).toBeLessThan(2.1);
    expect(int8.arithmeticSteps).toBeLessThan(1.01);
  });

  it('has an integer form where its output hardly varies', () => {
    const graph = graphOf('Mul', [input([4]), input([4])]);
    const apart = new Map([['x0', input([4], [9e3, 0, 0, 0]).tensor], ['x1', input([4], [0, 9e3, 0, 0]).tensor]]);
    expect(runInt8(graph, apart).kernels).toContain('mul_s8');
  });

  it.each(INTEGERS)('is exact on %s', (dtype) => {
    expect(runOp('Mul', [operand(dtype, [3, 4]), operand(dtype, [4], 2)]).error).toBe(0);
  });
});
