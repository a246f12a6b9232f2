import { describe, expect, it } from 'vitest';
import { input, reference, rejection } from '../support/op-case.ts';
import { INTEGERS, operand, runOp } from '../support/op-elements.ts';

describe('BitwiseOr', () => {
  it('joins bits', () => {
    expect(reference('BitwiseOr', [input([2], [12, -8], 'i32'), input([2], [10, 7], 'i32')], { opset: 18 })).toEqual([14, -1]);
  });

  it.each(INTEGERS)('is exact on %s', (dtype) => {
    expect(runOp('BitwiseOr', [operand(dtype, [3, 4]), operand(dtype, [4], 2)], { opset: 18 }).error).toBe(0);
  });

  it('rejects floats', () => {
    expect(rejection('BitwiseOr', [input([2]), input([2])], { opset: 18 })).toContain('element type f32 is not allowed');
  });
});
