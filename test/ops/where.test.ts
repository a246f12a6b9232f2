import { describe, expect, it } from 'vitest';
import { input, reference, rejection } from '../support/op-case.ts';
import { INTEGERS, operand, runOp, runOpInt8 } from '../support/op-elements.ts';

describe('Where', () => {
  it('chooses by the condition, all three broadcast', () => {
    expect(reference('Where', [input([2, 1], [1, 0], 'bool'), input([2], [1, 2]), input([], [9])])).toEqual([1, 2, 9, 9]);
  });

  it.each(['f32' as const, 'bool' as const, ...INTEGERS])('is exact on %s', (dtype) => {
    const { error, kernels } = runOp('Where', [operand('bool', [3, 1, 4]), operand(dtype, [2, 1], 2), operand(dtype, [3, 2, 4], 3)]);
    expect(error).toBe(0);
    expect(kernels).toEqual([`where_${dtype === 'f32' ? 32 : dtype === 'bool' ? 8 : dtype.slice(1)}`]);
  });

  it('moves int8 values of one scale', () => {
    const int8 = runOpInt8('Where', [operand('bool', [3, 4]), operand('f32', [3, 4], 2), operand('f32', [3, 4], 3)]);
    expect(int8.kernels).toContain('where_8');
    expect(int8.steps).toBeLessThan(1.01);
  });

  it('rejects a condition of numbers and operands of two types', () => {
    expect(rejection('Where', [input([2]), input([2]), input([2])])).toBe('its condition has element type f32; bool is expected');
    expect(rejection('Where', [input([2], [0, 1], 'bool'), input([2]), input([2], [1, 2], 'i32')])).toBe('operand types f32 and i32 differ');
  });
});
