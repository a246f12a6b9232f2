import { describe, expect, it } from 'vitest';
import { input } from '../support/op-case.ts';
import { computed, operand, runOp } from '../support/op-elements.ts';

describe('CastLike', () => {
  it('takes the type of the second operand', () => {
    expect(computed('CastLike', [input([3], [1.5, -2.5, 0]), operand('i64', [1])], { opset: 19 })).toEqual([1, -2, 0]);
    expect(runOp('CastLike', [operand('i16', [8]), operand('u8', [2])], { opset: 19 }).error).toBe(0);
  });
});
