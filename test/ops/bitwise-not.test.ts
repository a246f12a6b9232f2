import { describe, expect, it } from 'vitest';
import { input, reference, rejection } from '../support/op-case.ts';
import { INTEGERS, operand, runOp } from '../support/op-elements.ts';

describe('BitwiseNot', () => {
  it('inverts all bits', () => {
    expect(reference('BitwiseNot', [input([3], [0, -1, 5], 'i32')], { opset: 18 })).toEqual([-1, 0, -6]);
    expect(reference('BitwiseNot', [input([2], [0, 250], 'u8')], { opset: 18 })).toEqual([255, 5]);
  });

  it.each(INTEGERS)('is exact on %s', (dtype) => {
    expect(runOp('BitwiseNot', [operand(dtype, [3, 4])], { opset: 18 }).error).toBe(0);
  });

  it('rejects floats', () => {
    expect(rejection('BitwiseNot', [input([2])], { opset: 18 })).toBe('element type f32 is not allowed; integers are expected');
  });
});
