import { describe, expect, it } from 'vitest';
import { input, reference, rejection } from '../support/op-case.ts';
import { runOp, runOpInt8, spread } from '../support/op-elements.ts';

const OPTIONS = { opset: 22, attrs: { alpha: 0.5, beta: 0.6 } };

describe('HardSigmoid', () => {
  it('has the values of its definition', () => {
    const expected = [0.6, 1, 0, 0.1];
    reference('HardSigmoid', [input([4], [0, 3, -2, -1])], OPTIONS).forEach((y, i) => expect(y).toBeCloseTo(expected[i] ?? NaN, 5));
  });

  it('is one kernel in float', () => {
    const { error, kernels } = runOp('HardSigmoid', [spread(-3, 3)], OPTIONS);
    expect(error).toBeLessThan(2e-6);
    expect(kernels).toEqual(['hard_sigmoid_f32']);
  });

  it('rejects integers', () => {
    expect(rejection('HardSigmoid', [input([2], [1, 2], 'i32')], OPTIONS)).toBe('element type i32 is not allowed; floats are expected');
  });

  it('is one table in INT8', () => {
    const int8 = runOpInt8('HardSigmoid', [spread(-3, 3)], OPTIONS);
    expect(int8.steps).toBeLessThan(2.5);
    expect(int8.arithmeticSteps).toBeLessThan(1.01);
    expect(int8.kernels).toEqual(['quantize_f32_s8', 'lookup_s8', 'dequantize_s8_f32']);
  });
});
