import { describe, expect, it } from 'vitest';
import { input, reference, rejection } from '../support/op-case.ts';
import { runOp, runOpInt8, spread } from '../support/op-elements.ts';

const OPTIONS = { opset: 22 };

describe('Mish', () => {
  it('has the values of its definition', () => {
    const expected = [0, 0.8650984, -0.3034015, 30];
    reference('Mish', [input([4], [0, 1, -1, 30])], OPTIONS).forEach((y, i) => expect(y).toBeCloseTo(expected[i] ?? NaN, 5));
  });

  it('is one kernel in float', () => {
    const { error, kernels } = runOp('Mish', [spread(-6, 6)], OPTIONS);
    expect(error).toBeLessThan(2e-6);
    expect(kernels).toEqual(['mish_f32']);
  });

  it('rejects integers', () => {
    expect(rejection('Mish', [input([2], [1, 2], 'i32')], OPTIONS)).toBe('element type i32 is not allowed; floats are expected');
  });

  it('is one table in INT8', () => {
    const int8 = runOpInt8('Mish', [spread(-6, 6)], OPTIONS);
    expect(int8.steps).toBeLessThan(2.5);
    expect(int8.arithmeticSteps).toBeLessThan(1.01);
    expect(int8.kernels).toEqual(['quantize_f32_s8', 'lookup_s8', 'dequantize_s8_f32']);
  });
});
