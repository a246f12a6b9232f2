import { describe, expect, it } from 'vitest';
import { input, reference, rejection } from '../support/op-case.ts';
import { runOp, runOpInt8, spread } from '../support/op-elements.ts';

const OPTIONS = { opset: 22 };

describe('Softsign', () => {
  it('has the values of its definition', () => {
    const expected = [0, 0.5, -0.75];
    reference('Softsign', [input([3], [0, 1, -3])], OPTIONS).forEach((y, i) => expect(y).toBeCloseTo(expected[i] ?? NaN, 5));
  });

  it('is one kernel in float', () => {
    const { error, kernels } = runOp('Softsign', [spread(-6, 6)], OPTIONS);
    expect(error).toBeLessThan(2e-6);
    expect(kernels).toEqual(['softsign_f32']);
  });

  it('rejects integers', () => {
    expect(rejection('Softsign', [input([2], [1, 2], 'i32')], OPTIONS)).toBe('element type i32 is not allowed; floats are expected');
  });

  it('is one table in INT8', () => {
    const int8 = runOpInt8('Softsign', [spread(-6, 6)], OPTIONS);
    expect(int8.steps).toBeLessThan(2.5);
    expect(int8.arithmeticSteps).toBeLessThan(1.01);
    expect(int8.kernels).toEqual(['quantize_f32_s8', 'lookup_s8', 'dequantize_s8_f32']);
  });
});
