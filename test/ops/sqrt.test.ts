import { describe, expect, it } from 'vitest';
import { input, reference, rejection } from '../support/op-case.ts';
import { runOp, runOpInt8, spread } from '../support/op-elements.ts';

const OPTIONS = { opset: 13 };

describe('Sqrt', () => {
  it('has the values of its definition', () => {
    const expected = [0, 1.4142136, 3];
    reference('Sqrt', [input([3], [0, 2, 9])], OPTIONS).forEach((y, i) => expect(y).toBeCloseTo(expected[i] ?? NaN, 5));
  });

  it('is one kernel in float', () => {
    const { error, kernels } = runOp('Sqrt', [spread(0, 9)], OPTIONS);
    expect(error).toBeLessThan(2e-6);
    expect(kernels).toEqual(['sqrt_f32']);
  });

  it('rejects integers', () => {
    expect(rejection('Sqrt', [input([2], [1, 2], 'i32')], OPTIONS)).toBe('element type i32 is not allowed; floats are expected');
  });

  it('is one table in INT8', () => {
    const int8 = runOpInt8('Sqrt', [spread(0, 9)], OPTIONS);
    expect(int8.steps).toBeLessThan(13);
    expect(int8.arithmeticSteps).toBeLessThan(1.01);
    expect(int8.kernels).toEqual(['quantize_f32_s8', 'lookup_s8', 'dequantize_s8_f32']);
  });
});
