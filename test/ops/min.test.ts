import { describe, expect, it } from 'vitest';
import { constant, graphOf, input, reference, rejection } from '../support/op-case.ts';
import { INTEGERS, operand, runOp, runOpInt8, spread } from '../support/op-elements.ts';
import { runFloat } from '../support/op-runner.ts';

describe('Min', () => {
  it('of any number of operands, NaN where one is', () => {
    expect(reference('Min', [input([3], [1, 5, 4]), input([3], [3, -2, 4]), input([], [9])])).toEqual([1, -2, 4]);
    expect(reference('Min', [input([2], [NaN, 1]), input([2], [1, NaN])])).toEqual([NaN, NaN]);
  });

  it.each(['f32' as const, ...INTEGERS])('is exact on %s', (dtype) => {
    expect(runOp('Min', [operand(dtype, [3, 4]), operand(dtype, [4], 2)]).error).toBe(0);
    expect(runOp('Min', [operand(dtype, [3, 1]), operand(dtype, [4], 2), operand(dtype, [3, 4], 3)]).error).toBe(0);
  });

  it('of one operand is that, of a bound a clamp', () => {
    expect(runFloat(graphOf('Min', [input([3])])).kernels).toEqual(['copy_nd_32']);
    expect(runFloat(graphOf('Min', [input([2, 3]), constant([1], [0.25])])).kernels).toEqual(['clamp_f32']);
    expect(runFloat(graphOf('Min', [input([3]), constant([2, 1], [0.25, 0.25])])).kernels).toEqual(['min_f32']);
    expect(runOpInt8('Min', [spread(-3, 3), constant([], [0.25])]).kernels).toContain('lookup_s8');
  });

  it('rejects operands of two types', () => {
    expect(rejection('Min', [input([2]), input([2], [1, 2], 'i32')])).toBe('operand types f32 and i32 differ');
  });
});
