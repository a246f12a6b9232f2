// Tiles of the dsp depthwise kernels: axes, packing, scratch, and where the output may lie on the input.
import { describe, expect, it } from 'vitest';
import { depthwiseInPlace, depthwiseScratchBytes, depthwiseTileOverlap, packDepthwise, supportsDepthwise } from '../../../src/kernels/geometry/dsp-depthwise.ts';

const SAME_3X3 = { in_h: 6, in_w: 8, in_c: 2, out_h: 6, out_w: 8, out_c: 2, kernel_h: 3, kernel_w: 3, stride_h: 1, stride_w: 1, dilation_h: 1, dilation_w: 1, pad_top: 1, pad_left: 1 };

describe('packDepthwise', () => {
  const w = Int8Array.from({ length: 18 }, (_, i) => i);

  it('gives each channel its rows as words of taps 0, 1, 1, 2', () => {
    const bytes = [...new Int8Array(packDepthwise(w, SAME_3X3).buffer)];
    expect(bytes.slice(0, 12)).toEqual([0, 2, 2, 4, 6, 8, 8, 10, 12, 14, 14, 16]);
    expect(bytes.slice(12, 16)).toEqual([1, 3, 3, 5]);
  });

  it('turns kernels with the image where that is taller than wide', () => {
    const bytes = [...new Int8Array(packDepthwise(w, { ...SAME_3X3, out_h: 9 }).buffer)];
    expect(bytes.slice(0, 8)).toEqual([0, 6, 6, 12, 2, 8, 8, 14]);
  });

  it('fills up kernels of even width', () => {
    const bytes = [...new Int8Array(packDepthwise(Int8Array.of(1, 2, 3, 4), { ...SAME_3X3, out_c: 1, kernel_h: 1, kernel_w: 4 }).buffer)];
    expect(bytes).toEqual([1, 2, 2, 3, 3, 4, 4, 0]);
  });
});

describe('tiles', () => {
  it('need scratch for their rows and the weights of one channel', () => {
    expect(depthwiseScratchBytes(SAME_3X3)).toBe(8 * 3 + 20 + 64 * 8 + 16);
    expect(depthwiseScratchBytes({ ...SAME_3X3, out_h: 48, out_w: 48 })).toBe(8 * 3 + 20 + 64 * 14 + 16);
  });

  it('let the output take the place of an input that one tile holds', () => {
    expect(depthwiseInPlace(SAME_3X3, 'x')).toBe(true);
    expect(depthwiseInPlace(SAME_3X3, 'w')).toBe(false);
    expect(depthwiseInPlace({ ...SAME_3X3, out_c: 4 }, 'x')).toBe(false);
    expect(depthwiseInPlace({ ...SAME_3X3, in_w: 31, out_w: 31 }, 'x')).toBe(false);
  });

  it('let outputs grow over inputs by what the next tile still reads, or the same where channels may meet others', () => {
    const wide = { ...SAME_3X3, batch: 1, in_h: 20, in_w: 30, out_h: 20, out_w: 30, in_c: 8, out_c: 8 };
    expect(depthwiseTileOverlap(wide, 'x')).toBe((12 * 30 - 11 * 30) * 8);
    expect(depthwiseTileOverlap({ ...wide, in_c: 6, out_c: 6 }, 'x')).toBe(12 * 30 * 6);
    expect(depthwiseTileOverlap({ ...wide, out_c: 16 }, 'x')).toBe(20 * 30 * 16 - 11 * 30 * 8);
    expect(depthwiseTileOverlap({ ...wide, stride_h: 2, stride_w: 2, out_h: 10, out_w: 15 }, 'x')).toBe(0);
    expect(depthwiseTileOverlap(wide, 'w')).toBeNull();
  });

  it('do not serve dilated kernels and wide strides', () => {
    expect(supportsDepthwise(SAME_3X3)).toBe(true);
    expect(supportsDepthwise({ ...SAME_3X3, dilation_h: 2 })).toBe(false);
    expect(supportsDepthwise({ ...SAME_3X3, stride_w: 3 })).toBe(false);
    expect(supportsDepthwise({ ...SAME_3X3, kernel_w: 33 })).toBe(false);
  });
});
