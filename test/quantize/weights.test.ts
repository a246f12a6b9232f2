import { describe, expect, it } from 'vitest';
import { quantizeBias, quantizeWeights, scalesForAccumulator, weightScales } from '../../src/quantize/weights.ts';

describe('weights', () => {
  it('are symmetric per channel and never -128', () => {
    const weights = Float32Array.of(1, -2, 0.5, -8, 4, 2);
    const scales = weightScales(weights, 2);
    expect([...quantizeWeights(weights, scales)]).toEqual([64, -127, 32, -127, 64, 32]);
  });

  it('of a channel of zeros have a positive scale', () => {
    expect(weightScales(new Float32Array(4), 2).every((s) => s > 0)).toBe(true);
  });

  it('have their scale raised where the bias would not fit int32', () => {
    const [scale = 0] = scalesForAccumulator([1e-12], { bias: [1e4], inputScale: 1e-3, outputScale: 1e-6 });
    expect(Math.abs(quantizeBias([1e4], 1e-3, [scale])[0] ?? 0)).toBeLessThanOrEqual(2 ** 30);
  });

  it('have their scale raised where steps would be finer than the output can show', () => {
    const [scale = 0] = scalesForAccumulator([1e-12], { bias: null, inputScale: 0.01, outputScale: 0.02 });
    expect(scale).toBeCloseTo(2 * 2 ** -16, 9);
  });
});
