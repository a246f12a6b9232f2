import { describe, expect, it } from 'vitest';
import { graphOf, input, reference, shapeAfter } from '../support/op-case.ts';
import { runFloat, runInt8 } from '../support/op-runner.ts';

describe('Tanh', () => {
  it('is the hyperbolic tangent', () => {
    expect(shapeAfter('Tanh', [input([2, 3, 1])])).toEqual([2, 3, 1]);
    const [zero, half, one] = reference('Tanh', [input([3], [0, Math.atanh(0.5), 50])]);
    expect([zero, one]).toEqual([0, 1]);
    expect(half).toBeCloseTo(0.5, 6);
  });

  it('is lowered', () => {
    const x = input([2, 33], Float32Array.from({ length: 66 }, (_, i) => (i - 33) / 4));
    const graph = graphOf('Tanh', [x]);
    const inputs = new Map([['x0', x.tensor]]);
    expect(runFloat(graph, inputs).error).toBeLessThan(1e-6);
    const int8 = runInt8(graph, inputs);
    expect(int8.steps).toBeLessThan(5);
    expect(int8.arithmeticSteps).toBeLessThan(1.01);
    expect(int8.kernels).toEqual(['quantize_f32_s8', 'lookup_s8', 'dequantize_s8_f32']);
  });
});
