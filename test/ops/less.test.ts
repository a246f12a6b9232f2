import { describe, expect, it } from 'vitest';
import { constant, input, reference, rejection } from '../support/op-case.ts';
import { INTEGERS, operand, runOp } from '../support/op-elements.ts';

describe('Less', () => {
  it('compares with broadcasting; NaN with nothing', () => {
    expect(reference('Less', [input([4], [1, 2, 3, NaN]), input([], [2])], { opset: 13 })).toEqual([1, 0, 0, 0]);
    expect(reference('Less', [constant([2], [9007199254740991, -3], 'i64'), constant([2], [9007199254740990, -3], 'i64')], { opset: 13 })).toEqual([0, 0]);
  });

  it.each(['f32' as const, ...INTEGERS])('is exact on %s', (dtype) => {
    const { error, kernels } = runOp('Less', [operand(dtype, [4, 5, 6], 3), operand(dtype, [5, 1], 4)], { opset: 13 });
    expect(error).toBe(0);
    expect(kernels).not.toContain('copy_nd_32');
  });

  it('rejects operands of two types', () => {
    expect(rejection('Less', [input([2]), input([2], [1, 2], 'i32')], { opset: 13 })).toBe('operand types f32 and i32 differ');
  });
});
