import { describe, expect, it } from 'vitest';
import { input, reference, rejection } from '../support/op-case.ts';
import { INTEGERS, operand, runOp } from '../support/op-elements.ts';

describe('BitwiseXor', () => {
  it('joins bits', () => {
    expect(reference('BitwiseXor', [input([2], [12, -1], 'i32'), input([2], [10, 7], 'i32')], { opset: 18 })).toEqual([6, -8]);
  });

  it.each(INTEGERS)('is exact on %s', (dtype) => {
    expect(runOp('BitwiseXor', [operand(dtype, [3, 4]), operand(dtype, [4], 2)], { opset: 18 }).error).toBe(0);
  });

  it('rejects floats', () => {
    expect(rejection('BitwiseXor', [input([2]), input([2])], { opset: 18 })).toContain('element type f32 is not allowed');
  });
});
