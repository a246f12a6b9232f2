import { describe, expect, it } from 'vitest';
import { INTEGERS, operand, runOp } from '../support/op-elements.ts';
import { constant, graphOf, input, reference, rejection, shapeAfter } from '../support/op-case.ts';
import { runFloat, runInt8 } from '../support/op-runner.ts';

describe('Add', () => {
  it('broadcasts in both directions', () => {
    expect(shapeAfter('Add', [input([2, 1, 3]), input([4, 1])])).toEqual([2, 4, 3]);
    expect(reference('Add', [input([2, 1], [1, 2]), input([3], [10, 20, 30])])).toEqual([11, 21, 31, 12, 22, 32]);
    expect(reference('Add', [input([], [5]), constant([2], [1, 2])])).toEqual([6, 7]);
  });

  it('adds 64-bit integers', () => {
    expect(reference('Add', [constant([2], [3, -4], 'i64'), constant([1], [10], 'i64')])).toEqual([13, 6]);
  });

  it('rejects shapes and types that do not fit', () => {
    expect(rejection('Add', [input([2, 3]), input([2])])).toBe('shapes [2,3] and [2] cannot be broadcast');
    expect(rejection('Add', [input([2]), input([2], undefined, 'i64')])).toBe('operand types f32 and i64 differ');
    expect(rejection('Add', [input([2]), null])).toBe('input 1 is missing');
  });

  it.each([
    ['equal shapes', [input([3, 5, 2]), input([3, 5, 2])]],
    ['a row', [input([2, 3, 4]), input([4])]],
    ['both broadcast', [input([2, 1, 3]), input([5, 1])]],
    ['a constant vector', [input([2, 5]), constant([5])]],
    ['a constant first', [constant([2, 1]), input([2, 7])]],
  ])('is lowered: %s', (_name, args) => {
    const graph = graphOf('Add', args);
    expect(runFloat(graph).error).toBeLessThan(1e-5);
    const int8 = runInt8(graph);
    expect(int8.steps).toBeLessThan(2.1);
    expect(int8.arithmeticSteps).toBeLessThan(1.01);
  });

  it('reads operands by strides: no copy and no table as large as the result', () => {
    for (const args of [[input([2, 3, 4]), constant([], [2])], [input([2, 3, 4]), input([3, 1])], [input([1, 3, 1, 2]), input([5, 1, 4, 1])]]) {
      expect(runFloat(graphOf('Add', args)).kernels).toEqual(['add_broadcast_f32']);
    }
    const many = runFloat(graphOf('Add', [input([2, 1, 2, 1, 2, 1]), input([1, 2, 1, 2, 1, 2])]));
    expect(many.kernels).toEqual(['copy_nd_32', 'copy_nd_32', 'add_broadcast_f32']);
    expect(many.error).toBeLessThan(1e-6);
  });

  it('has an integer form where its output hardly varies', () => {
    const x = input([2, 8]).tensor;
    const opposite = input([2, 8], Array.from(x.data, (v) => -Number(v))).tensor;
    const graph = graphOf('Add', [input([2, 8]), input([2, 8])]);
    expect(runInt8(graph, new Map([['x0', x], ['x1', opposite]])).kernels).toContain('add_s8');
  });

  it.each(INTEGERS)('is exact on %s', (dtype) => {
    expect(runOp('Add', [operand(dtype, [3, 4]), operand(dtype, [4], 2)]).error).toBe(0);
  });
});
