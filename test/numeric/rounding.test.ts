// Round half to even, and the one-value twin of qn_quantize_f32_s8.
import { describe, expect, it } from 'vitest';
import { quantizeF32, roundHalfEven } from '../../src/numeric/rounding.ts';

describe('rounding', () => {
  it('rounds halves to even', () => {
    expect([-2.5, -1.5, -0.5, 0.5, 1.5, 2.5].map(roundHalfEven).map((x) => x + 0)).toEqual([-2, -2, 0, 0, 2, 2]);
    expect([-2.4, -0.6, 0.49999, 7, 8.75].map(roundHalfEven).map((x) => x + 0)).toEqual([-2, -1, 0, 7, 9]);
    expect(roundHalfEven(NaN)).toBeNaN();
  });

  it('quantizes with saturation, NaN to the zero point', () => {
    expect([NaN, -1e9, 1e9, 0, 0.5, 1.5].map((x) => quantizeF32(x, 1, 3))).toEqual([3, -128, 127, 3, 3, 5]);
    expect([Infinity, -Infinity].map((x) => quantizeF32(x, 0.25, -128))).toEqual([127, -128]);
  });
});
