// Transformed weights give the products that tiles need, and small layers stay direct.
import { describe, expect, it } from 'vitest';
import { transformWeights, winogradPays, winogradScratch } from '../../../src/kernels/geometry/winograd.ts';

const LAYER = { out_h: 13, out_w: 13, in_c: 16, out_c: 64, kernel_h: 3, kernel_w: 3, stride_h: 1, stride_w: 1, dilation_h: 1, dilation_w: 1, groups: 1 };

describe('Winograd convolution', () => {
  it('is used where tiles are mostly full and channels whole vectors', () => {
    expect(winogradPays(LAYER)).toBe(true);
    for (const other of [{ out_h: 5, out_w: 5 }, { in_c: 12 }, { out_c: 18 }, { stride_w: 2 }, { kernel_h: 5 }, { groups: 2 }]) expect(winogradPays({ ...LAYER, ...other })).toBe(false);
    expect(winogradScratch(LAYER)).toBe(4 * 36 * (8 * 80 + 16));
  });

  it('keeps the corner taps at the corner points, channel by channel', () => {
    const w = Float32Array.from({ length: 18 }, (_, i) => i);
    const transformed = transformWeights(w, 1, 2);
    expect([...transformed.subarray(0, 2)]).toEqual([0, 1 / 16]);
    expect([...transformed.subarray(70, 72)]).toEqual([16, 17]);
    expect(transformed[2 * 7]).toBeCloseTo([...w].filter((_, i) => i % 2 === 0).reduce((a, b) => a + b) / 36, 5);
  });
});
