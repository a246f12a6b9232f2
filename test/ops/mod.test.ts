import { describe, expect, it } from 'vitest';
import type { DType } from '../../src/ir/dtype.ts';
import { type Argument, input, reference, rejection } from '../support/op-case.ts';
import { INTEGERS, operand, runOp } from '../support/op-elements.ts';

const divisors = (dtype: DType): Argument => input([4], dtype.startsWith('i') ? [3, -3, 7, -1] : [3, 5, 7, 1], dtype);

describe('Mod', () => {
  it('has the sign of the divisor, or with fmod that of the dividend', () => {
    const args = [input([4], [-7, 7, -7, 7], 'i32'), input([4], [3, -3, -3, 3], 'i32')];
    expect(reference('Mod', args)).toEqual([2, -2, -1, 1]);
    expect(reference('Mod', args, { attrs: { fmod: 1 } })).toEqual([-1, 1, -1, 1]);
    expect(reference('Mod', [input([2], [-7.5, 7.5]), input([2], [2, -2])], { attrs: { fmod: 1 } })).toEqual([-1.5, 1.5]);
    expect(reference('Mod', [input([1], [5], 'i32'), input([1], [0], 'i32')])).toEqual([0]);
  });

  it.each(INTEGERS.flatMap((dtype) => [0, 1].map((fmod) => [dtype, fmod] as const)))('is exact on %s, fmod %i', (dtype, fmod) => {
    expect(runOp('Mod', [operand(dtype, [3, 4]), divisors(dtype)], { attrs: { fmod } }).error).toBe(0);
  });

  it('is exact on floats', () => {
    expect(runOp('Mod', [operand('f32', [3, 4]), input([4], [0.3, -0.7, 1, 2])], { attrs: { fmod: 1 } })).toEqual({ error: 0, kernels: ['rem_f32'] });
  });

  it('rejects floats without fmod, and other values of it', () => {
    expect(rejection('Mod', [input([2]), input([2])])).toBe("attribute 'fmod' must be 1 for floats");
    expect(rejection('Mod', [input([2]), input([2])], { attrs: { fmod: 2 } })).toBe("attribute 'fmod' is 2; 0 or 1 is expected");
  });
});
