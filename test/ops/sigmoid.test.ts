import { describe, expect, it } from 'vitest';
import { graphOf, input, reference, shapeAfter } from '../support/op-case.ts';
import { runFloat, runInt8 } from '../support/op-runner.ts';

describe('Sigmoid', () => {
  it('is 1 / (1 + exp(-x)), without overflow', () => {
    expect(shapeAfter('Sigmoid', [input([3, 5])])).toEqual([3, 5]);
    const [half, third, one, zero] = reference('Sigmoid', [input([4], [0, Math.log(0.5), 800, -800])]);
    expect(half).toBe(0.5);
    expect(third).toBeCloseTo(1 / 3, 6);
    expect([one, zero]).toEqual([1, 0]);
  });

  it('is lowered', () => {
    const x = input([2, 33], Float32Array.from({ length: 66 }, (_, i) => (i - 33) / 4));
    const graph = graphOf('Sigmoid', [x]);
    const inputs = new Map([['x0', x.tensor]]);
    expect(runFloat(graph, inputs).error).toBeLessThan(1e-6);
    const int8 = runInt8(graph, inputs);
    expect(int8.steps).toBeLessThan(2.5);
    expect(int8.arithmeticSteps).toBeLessThan(1.01);
    expect(int8.kernels).toEqual(['quantize_f32_s8', 'lookup_s8', 'dequantize_s8_f32']);
  });
});
