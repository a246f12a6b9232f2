import { describe, expect, it } from 'vitest';
import { input, reference, rejection } from '../support/op-case.ts';
import { INTEGERS, operand, runOp } from '../support/op-elements.ts';

describe('BitwiseAnd', () => {
  it('joins bits', () => {
    expect(reference('BitwiseAnd', [input([2], [12, -1], 'i32'), input([2], [10, 7], 'i32')], { opset: 18 })).toEqual([8, 7]);
  });

  it.each(INTEGERS)('is exact on %s', (dtype) => {
    expect(runOp('BitwiseAnd', [operand(dtype, [3, 4]), operand(dtype, [4], 2)], { opset: 18 }).error).toBe(0);
  });

  it('rejects floats', () => {
    expect(rejection('BitwiseAnd', [input([2]), input([2])], { opset: 18 })).toContain('element type f32 is not allowed');
  });
});
