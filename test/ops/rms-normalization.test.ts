import { describe, expect, it } from 'vitest';
import { constant, graphOf, input, reference, rejection } from '../support/op-case.ts';
import { runFloat, runInt8 } from '../support/op-runner.ts';

describe('RMSNormalization', () => {
  it('divides rows by their root mean square', () => {
    expect(reference('RMSNormalization', [input([2, 2], [1, 7, 3, 3]), constant([2], [5, 10])], { attrs: { epsilon: 0 } })).toEqual([1, 14, 5, 10].map((v) => expect.closeTo(v, 5)));
  });

  it('rejects what does not fit', () => {
    expect(rejection('RMSNormalization', [input([2, 4]), constant([3])])).toBe('scale has shape [3]; [4] is expected');
  });

  it.each<[string, number[], number, number[]]>([['the last axis', [3, 5, 24], -1, [24]], ['several axes', [2, 3, 4, 5], 2, [4, 5]], ['a scale that is broadcast', [2, 4, 6], 1, [6]]])('is lowered: %s', (_name, shape, axis, parameter) => {
    for (const make of [input, constant]) {
      const float = runFloat(graphOf('RMSNormalization', [input(shape), make(parameter)], { attrs: { axis } }));
      expect(float.error).toBeLessThan(1e-5);
      expect(float.kernels).toContain('group_norm_f32');
    }
  });

  it('has an integer form within a step of float', () => {
    const int8 = runInt8(graphOf('RMSNormalization', [input([6, 24]), constant([24])]));
    expect(int8.kernels).toEqual(['quantize_f32_s8', 'layer_norm_s8', 'dequantize_s8_f32']);
    expect(int8.arithmeticSteps).toBeLessThan(1.01);
    expect(int8.steps).toBeLessThan(4);
  });
});
