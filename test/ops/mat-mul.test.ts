import { describe, expect, it } from 'vitest';
import { constant, graphOf, input, reference, rejection, shapeAfter } from '../support/op-case.ts';
import { runFloat, runInt8 } from '../support/op-runner.ts';

describe('MatMul', () => {
  it('multiplies the last two dimensions by a matrix', () => {
    expect(shapeAfter('MatMul', [input([2, 5, 3]), constant([3, 4])])).toEqual([2, 5, 4]);
    expect(reference('MatMul', [input([2, 2], [1, 2, 3, 4]), constant([2, 1], [10, 1])])).toEqual([12, 34]);
    expect(reference('MatMul', [input([2, 1, 2], [1, 2, 3, 4]), constant([2, 2], [0, 1, 1, 0])])).toEqual([2, 1, 4, 3]);
  });

  it('multiplies vectors, and integers exactly', () => {
    expect(shapeAfter('MatMul', [input([3]), input([2, 3, 4])])).toEqual([2, 4]);
    expect(shapeAfter('MatMul', [input([2, 4, 3]), input([3])])).toEqual([2, 4]);
    expect(shapeAfter('MatMul', [input([3]), input([3])])).toEqual([]);
    expect(reference('MatMul', [input([2], [1, 2]), input([2, 2], [10, 0, 1, 1])])).toEqual([12, 2]);
    expect(reference('MatMul', [constant([1, 2], [2 ** 33, 3], 'i64'), constant([2, 1], [2, 1], 'i64')])).toEqual([2 ** 34 + 3]);
  });

  it('rejects operands that do not fit', () => {
    expect(rejection('MatMul', [input([2, 3]), constant([4, 2])])).toBe('shapes [2,3] and [4,2]: inner dimensions 3 and 4 differ');
    expect(rejection('MatMul', [input([2, 2, 3]), input([3, 3, 2])])).toBe('shapes [2] and [3] cannot be broadcast');
    expect(rejection('MatMul', [input([]), constant([3, 2])])).toBe('shapes [] and [3,2]: scalars cannot be multiplied as matrices');
  });

  it.each([[[3, 7], [7, 5]], [[2, 3, 6], [6, 4]], [[1, 2, 2, 9], [9, 1]], [[7], [7, 5]], [[3, 7], [7]]])('is lowered: %j x %j', (a, b) => {
    const graph = graphOf('MatMul', [input(a), constant(b)]);
    expect(runFloat(graph).error).toBeLessThan(1e-5);
    const int8 = runInt8(graph);
    expect(int8.steps).toBeLessThan(2);
    expect(int8.arithmeticSteps).toBeLessThan(1.01);
  });

  it.each([
    ['matrices', [2, 3], [3, 2], 1],
    ['a batch of matrices', [4, 2, 3], [4, 3, 9], 1],
    ['one right matrix is one product of all rows', [4, 2, 3], [3, 9], 1],
    ['one left matrix', [2, 3], [4, 3, 9], 1],
    ['batches broadcast on both sides', [2, 1, 2, 3], [5, 3, 4], 1],
    ['three dimensions of batches', [2, 1, 3, 2, 3], [1, 2, 3, 3, 4], 2],
    ['more dimensions of batches than a call has', [2, 1, 3, 1, 2, 3], [1, 2, 1, 2, 3, 4], 4],
    ['a vector on the left', [3], [2, 3, 4], 1],
    ['a vector on the right', [2, 4, 3], [3], 1],
    ['two vectors', [3], [3], 1],
  ])('multiplies computed operands: %s', (_name, a, b, calls) => {
    const run = runFloat(graphOf('MatMul', [input(a), input(b)]));
    expect(run.error).toBeLessThan(1e-6);
    expect(run.kernels).toEqual(new Array(calls).fill('matmul_f32'));
  });

  it('multiplies a constant on the left, and constant batches on the right', () => {
    expect(runFloat(graphOf('MatMul', [constant([2, 3]), input([3, 4])])).error).toBeLessThan(1e-6);
    expect(runFloat(graphOf('MatMul', [input([2, 3]), constant([2, 3, 4])])).error).toBeLessThan(1e-6);
  });
});
