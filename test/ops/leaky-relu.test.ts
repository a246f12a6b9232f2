import { describe, expect, it } from 'vitest';
import { input, reference, rejection } from '../support/op-case.ts';
import { runOp, runOpInt8, spread } from '../support/op-elements.ts';

const OPTIONS = { opset: 16, attrs: { alpha: 0.1 } };

describe('LeakyRelu', () => {
  it('has the values of its definition', () => {
    const expected = [2, -0.2];
    reference('LeakyRelu', [input([2], [2, -2])], OPTIONS).forEach((y, i) => expect(y).toBeCloseTo(expected[i] ?? NaN, 5));
  });

  it('is one kernel in float', () => {
    const { error, kernels } = runOp('LeakyRelu', [spread(-6, 6)], OPTIONS);
    expect(error).toBeLessThan(2e-6);
    expect(kernels).toEqual(['leaky_relu_f32']);
  });

  it('rejects integers', () => {
    expect(rejection('LeakyRelu', [input([2], [1, 2], 'i32')], OPTIONS)).toBe('element type i32 is not allowed; floats are expected');
  });

  it('is one table in INT8', () => {
    const int8 = runOpInt8('LeakyRelu', [spread(-6, 6)], OPTIONS);
    expect(int8.steps).toBeLessThan(2.5);
    expect(int8.arithmeticSteps).toBeLessThan(1.01);
    expect(int8.kernels).toEqual(['quantize_f32_s8', 'lookup_s8', 'dequantize_s8_f32']);
  });
});
