import { describe, expect, it } from 'vitest';
import { constant, input, ints, rejection } from '../support/op-case.ts';
import { differenceOf } from '../support/one-operator.ts';

describe('CumSum', () => {
  it.each([0, 1, 2, -1])('equals ONNX Runtime over axis %d, in both directions, with and without the element itself', async (axis) => {
    for (const exclusive of [0, 1]) {
      for (const reverse of [0, 1]) expect(await differenceOf({ op: 'CumSum', args: [input([2, 4, 3]), constant([], [axis], 'i64')], attrs: { exclusive, reverse }, opset: 14 })).toBeLessThan(1e-6);
    }
  });

  it('adds integers', async () => {
    for (const dtype of ['i32', 'i64'] as const) expect(await differenceOf({ op: 'CumSum', args: [input([5], [1, -2, 3, 2 ** 30, 2 ** 30], dtype), constant([], [0], 'i64')], opset: 14, outputs: [dtype] })).toBe(0);
  });

  it('rejects an axis outside the tensor, and one that is computed', () => {
    expect(rejection('CumSum', [input([5]), ints(1)])).toBe('axis 1 is outside a tensor of rank 1');
    expect(rejection('CumSum', [input([5]), input([1], [0], 'i64')])).toContain("input 'axis' is computed at run time");
  });
});
