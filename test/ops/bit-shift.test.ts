import { describe, expect, it } from 'vitest';
import { input, reference, rejection } from '../support/op-case.ts';
import { UNSIGNED, operand, runOp } from '../support/op-elements.ts';

describe('BitShift', () => {
  it('shifts to either side; beyond the width nothing is left', () => {
    const args = [input([4], [1, 200, 255, 7], 'u8'), input([4], [1, 1, 8, 0], 'u8')];
    expect(reference('BitShift', args, { attrs: { direction: 'LEFT' } })).toEqual([2, 144, 0, 7]);
    expect(reference('BitShift', args, { attrs: { direction: 'RIGHT' } })).toEqual([0, 100, 0, 7]);
  });

  it.each(UNSIGNED.flatMap((dtype) => ['LEFT', 'RIGHT'].map((direction) => [dtype, direction] as const)))('is exact on %s %s', (dtype, direction) => {
    expect(runOp('BitShift', [operand(dtype, [3, 4]), input([4], [0, 1, 5, 70], dtype)], { attrs: { direction } }).error).toBe(0);
  });

  it('rejects signed integers and unknown directions', () => {
    expect(rejection('BitShift', [input([1], [1], 'i32'), input([1], [1], 'i32')], { attrs: { direction: 'LEFT' } })).toBe('element type i32 is not allowed; unsigned integers are expected');
    expect(rejection('BitShift', [input([1], [1], 'u8'), input([1], [1], 'u8')], { attrs: { direction: 'UP' } })).toBe("attribute 'direction' must be one of LEFT, RIGHT, found \"UP\"");
  });
});
