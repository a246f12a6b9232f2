import { describe, expect, it } from 'vitest';
import { affineInt8 } from '../../src/quantize/scales.ts';
import { allowedScale, schemeOf } from '../../src/quantize/scheme.ts';
import { scalesForAccumulator, weightScales } from '../../src/quantize/weights.ts';

const WEIGHTS = Float32Array.of(1, -1, 0.1, 0.05);

describe('schemes of scales', () => {
  it('per tensor has one scale, that of the largest channel', () => {
    const [first, second] = weightScales(WEIGHTS, 2, schemeOf('per-tensor', false));
    expect(first).toBe(Math.fround(1 / 127));
    expect(second).toBe(first);
    const [a, b] = scalesForAccumulator([1e-12, 1e-3], { bias: null, inputScale: 0.01, outputScale: 0.02, scheme: schemeOf('per-tensor', false) });
    expect(a).toBe(b);
  });

  it('powers of two are never smaller than what they replace', () => {
    const scheme = schemeOf('power-of-two', false);
    for (const scale of [0.3, 0.25, 1, 1.01, 2 ** -20]) {
      const allowed = allowedScale(scale, scheme);
      expect(Number.isInteger(Math.log2(allowed))).toBe(true);
      expect(allowed).toBeGreaterThanOrEqual(scale);
      expect(allowed).toBeLessThan(2 * scale);
    }
    expect(Number.isInteger(Math.log2(weightScales(WEIGHTS, 2, scheme)[1] ?? 0.3))).toBe(true);
    expect(Number.isInteger(Math.log2(affineInt8({ min: -1, max: 3 }, scheme).scale[0] ?? 0.3))).toBe(true);
  });

  it('symmetric activations have zero point 0 and hold both ends', () => {
    const { scale: [scale = 0], zeroPoint } = affineInt8({ min: -1, max: 3 }, schemeOf('per-channel', true));
    expect(zeroPoint).toEqual([0]);
    expect(127 * scale).toBeGreaterThanOrEqual(3 * (1 - 1e-6));
  });
});
