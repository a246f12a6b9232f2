import { describe, expect, it } from 'vitest';
import { quantizeBias, quantizeWeights, scalesForBias, weightScales } from '../../src/quantize/weights.ts';

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
    const [scale = 0] = scalesForBias([1e-9], [1e4], 1e-3);
    expect(Math.abs(quantizeBias([1e4], 1e-3, [scale])[0] ?? 0)).toBeLessThanOrEqual(2 ** 30);
  });
});
