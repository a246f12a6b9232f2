import { describe, expect, it } from 'vitest';
import { input, reference, rejection } from '../support/op-case.ts';
import { runOp, runOpInt8, spread } from '../support/op-elements.ts';

const OPTIONS = { opset: 20 };

describe('Gelu', () => {
  it('has the values of its definition', () => {
    const expected = [0, 0.8413447, -0.1586553];
    reference('Gelu', [input([3], [0, 1, -1])], OPTIONS).forEach((y, i) => expect(y).toBeCloseTo(expected[i] ?? NaN, 5));
  });

  it('is one kernel in float', () => {
    const { error, kernels } = runOp('Gelu', [spread(-4, 4)], OPTIONS);
    expect(error).toBeLessThan(2e-6);
    expect(kernels).toEqual(['gelu_f32']);
  });

  it('rejects integers', () => {
    expect(rejection('Gelu', [input([2], [1, 2], 'i32')], OPTIONS)).toBe('element type i32 is not allowed; floats are expected');
  });

  it('is one table in INT8', () => {
    const int8 = runOpInt8('Gelu', [spread(-4, 4)], OPTIONS);
    expect(int8.steps).toBeLessThan(2.5);
    expect(int8.arithmeticSteps).toBeLessThan(1.01);
    expect(int8.kernels).toEqual(['quantize_f32_s8', 'lookup_s8', 'dequantize_s8_f32']);
  });

  it('is approximated by tanh where it says so', () => {
    const options = { opset: 20, attrs: { approximate: 'tanh' } };
    expect(reference('Gelu', [input([1], [1])], options)[0]).toBeCloseTo(0.841192, 5);
    expect(runOp('Gelu', [spread(-4, 4)], options).kernels).toEqual(['gelu_tanh_f32']);
    expect(rejection('Gelu', [input([1])], { opset: 20, attrs: { approximate: 'no' } })).toBe("attribute 'approximate' must be one of none, tanh, found \"no\"");
  });
});
