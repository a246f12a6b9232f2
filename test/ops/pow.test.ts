import { describe, expect, it } from 'vitest';
import { constant, graphOf, input, reference } from '../support/op-case.ts';
import { operand, runOp, runOpInt8, spread } from '../support/op-elements.ts';
import { runFloat } from '../support/op-runner.ts';

describe('Pow', () => {
  it('raises to any power, special cases as in C', () => {
    expect(reference('Pow', [input([6], [2, 9, -2, -8, 1, 0]), input([6], [3, 0.5, 3, 1 / 3, NaN, 0])])).toEqual([8, 3, -8, NaN, 1, 1]);
    expect(reference('Pow', [input([3], [3, -2, 2], 'i64'), input([3], [4, 3, -1], 'i64')])).toEqual([81, -8, 0]);
    expect(reference('Pow', [input([2], [2, 3], 'i32'), input([2], [0.5, 2])])).toEqual([1, 9]);
  });

  it('is one kernel where the exponent is computed', () => {
    const { error, kernels } = runOp('Pow', [spread(0.1, 4), input([33])]);
    expect(error).toBeLessThan(1e-6);
    expect(kernels).toEqual(['pow_f32']);
  });

  it.each([[1, 'copy_nd_32'], [2, 'mul_f32'], [0.5, 'sqrt_f32'], [-1, 'reciprocal_f32'], [1.7, 'pow_f32']] as const)('to the constant %d is %s', (exponent, kernel) => {
    const { error, kernels } = runOp('Pow', [spread(0.1, 4), constant([], [exponent])]);
    expect(error).toBeLessThan(1e-6);
    expect(kernels).toEqual([kernel]);
  });

  it('to other whole constants takes few products', () => {
    expect(runFloat(graphOf('Pow', [input([2, 3]), constant([], [3])])).kernels).toEqual(['mul_f32', 'mul_f32']);
    expect(runFloat(graphOf('Pow', [input([2, 3]), constant([], [4])])).kernels).toEqual(['mul_f32', 'mul_f32']);
    expect(runOp('Pow', [spread(0.1, 4), constant([], [-0.5])]).kernels).toEqual(['sqrt_f32', 'reciprocal_f32']);
  });

  it.each([['i32', 'i32'], ['i64', 'i64'], ['i32', 'i64'], ['i8', 'i32'], ['u8', 'u8'], ['i32', 'f32'], ['i64', 'f32']] as const)('of %s to %s is exact', (base, exponent) => {
    expect(runOp('Pow', [input([2, 4], [0, 1, 2, 3, 4, 5, 7, 9], base), input([4], [0, 1, 2, 3], exponent)]).error).toBe(0);
  });

  it('of floats to integers', () => {
    expect(runOp('Pow', [spread(-2, 2, 8), input([4], [0, 1, 2, 5], 'i64')]).error).toBeLessThan(1e-6);
  });

  it('to a constant is one table in INT8', () => {
    const int8 = runOpInt8('Pow', [spread(0, 4), constant([], [1.7])]);
    expect(int8.kernels).toEqual(['quantize_f32_s8', 'lookup_s8', 'dequantize_s8_f32']);
    expect(int8.arithmeticSteps).toBeLessThan(1.01);
  });
});
