// Layouts of packed constants, on shapes small enough to read, and the condition under which no pre-shift is needed.
import { describe, expect, it } from 'vitest';
import { DOT_LAYOUT, MUL_LAYOUT, channelBlocks, depthwiseBlocks, fitsInPairs, isPlainDepthwise, needsNoPreShift, packDepthwise, packDepthwiseF32, packFieldsOf4, packFilters, packFloat, packRequantOf4, patchScratch, patchScratchF32 } from '../../../src/kernels/geometry/neon-packing.ts';

const CONV = { batch: 1, in_h: 5, in_w: 5, in_c: 3, out_h: 5, out_w: 5, out_c: 4, kernel_h: 3, kernel_w: 3, stride_h: 1, stride_w: 1, dilation_h: 1, dilation_w: 1, pad_top: 1, pad_left: 1, groups: 1 };

describe('NEON packing', () => {
  it('cuts channels into blocks of 16, 8 and 4, the last one filled up', () => {
    expect(channelBlocks(45, 16)).toEqual([16, 16, 8, 4, 4]);
    expect(channelBlocks(9, 4)).toEqual([4, 4, 4]);
  });

  it('puts runs of a channel side by side, each group in blocks of its own, and fills up with zeros', () => {
    const packed = packFilters(Int8Array.from({ length: 20 }, (_, i) => i + 1), { groups: 2, channels: 2, length: 5 }, DOT_LAYOUT);
    expect(packed.length).toBe(2 * 4 * 8);
    expect([...packed.subarray(0, 9)]).toEqual([1, 2, 3, 4, 6, 7, 8, 9, 0]);
    expect([...packed.subarray(16, 24)]).toEqual([5, 0, 0, 0, 10, 0, 0, 0]);
    expect([...packed.subarray(32, 36)]).toEqual([11, 12, 13, 14]);
  });

  it('puts the last 1 to 8 weights of a channel into runs of 8', () => {
    const packed = packFilters(Int8Array.from({ length: 40 }, (_, i) => i + 1), { groups: 1, channels: 2, length: 20 }, MUL_LAYOUT);
    expect(packed.length).toBe(4 * 24);
    expect([packed[0], packed[15], packed[16], packed[64], packed[67], packed[68], packed[72]]).toEqual([1, 16, 21, 17, 20, 0, 37]);
    expect(fitsInPairs({ w: Int8Array.of(-127) })).toBe(true);
    expect(fitsInPairs({ w: Int8Array.of(-128) })).toBe(false);
  });

  it('turns shifts into those of a doubled product, four channels together', () => {
    const packed = packRequantOf4(Int32Array.of(7, 2 ** 30, 12, 8, 2 ** 30 + 1, 13), { pre_shift: 5 }, { groups: 1, channels: 2, length: 1 });
    expect([...packed]).toEqual([0, 0, 0, 0, 7, 8, 0, 0, 2 ** 30, 2 ** 30 + 1, 0, 0, -8, -9, 0, 0]);
    const large = packRequantOf4(Int32Array.of(7, 2 ** 30, 3, 8, 2 ** 30, 9), { pre_shift: 5 }, { groups: 1, channels: 2, length: 1 });
    expect([large[0], large[12], large[13]]).toEqual([2, -1, -7]);
    expect([...packFieldsOf4(Int32Array.of(1, 2, 3, 4), 2, { groups: 2, channels: 1, length: 1 })]).toEqual([1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 4, 0, 0, 0]);
  });

  it('refuses shifts below the pre-shift', () => {
    expect(needsNoPreShift({ pre_shift: 5 }, { requant: Int32Array.of(0, 2 ** 30, 5) })).toBe(true);
    expect(needsNoPreShift({ pre_shift: 6 }, { requant: Int32Array.of(0, 2 ** 30, 5) })).toBe(false);
  });

  it('lets the last depthwise block of eight begin inside the one before', () => {
    expect(depthwiseBlocks(25, 16)).toEqual([{ first: 0, channels: 16 }, { first: 16, channels: 8 }, { first: 17, channels: 8 }]);
    expect(depthwiseBlocks(6, 16)).toEqual([{ first: 0, channels: 4 }, { first: 2, channels: 4 }]);
    const { w, entries } = packDepthwise(Int8Array.from({ length: 18 }, (_, i) => i), Int32Array.from({ length: 18 }, (_, i) => 100 + i), 9);
    expect([...w.subarray(0, 16)]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12, 13, 14, 15, 16]);
    expect([...w.subarray(16, 24)]).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    expect([...entries.subarray(16, 24)]).toEqual([102, 104, 106, 108, 103, 105, 107, 109]);
    expect(isPlainDepthwise({ in_c: 8, out_c: 8, kernel_h: 3, kernel_w: 3 })).toBe(true);
    expect(isPlainDepthwise({ in_c: 8, out_c: 16, kernel_h: 3, kernel_w: 3 })).toBe(false);
  });

  it('lays float channels side by side', () => {
    const { w, bias } = packFloat({ w: Float32Array.of(1, 2, 3, 4), bias: Float32Array.of(5, 6) }, { groups: 1, channels: 2, length: 2 });
    expect([...(w ?? [])]).toEqual([1, 3, 0, 0, 2, 4, 0, 0]);
    expect([...(bias ?? [])]).toEqual([5, 6, 0, 0]);
    const depthwise = packDepthwiseF32({ w: Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10), bias: Float32Array.of(1, 2, 3, 4, 5) }, 5);
    expect([...(depthwise['w'] ?? [])]).toEqual([1, 2, 3, 4, 6, 7, 8, 9, 2, 3, 4, 5, 7, 8, 9, 10]);
    expect([...(depthwise['bias'] ?? [])]).toEqual([1, 2, 3, 4, 2, 3, 4, 5]);
    expect(isPlainDepthwise({ in_c: 4, out_c: 4, kernel_h: 3, kernel_w: 3 })).toBe(true);
    expect(patchScratchF32(CONV)).toBe(16 * 4 * 32 + 16);
  });

  it('asks for four patches, or sixteen small ones, where patches do not lie together', () => {
    expect(patchScratch(CONV)).toBe(16 * 32 + 16);
    expect(patchScratch({ ...CONV, in_c: 32 })).toBe(4 * 288 + 16);
    expect(patchScratch({ ...CONV, kernel_h: 1, kernel_w: 1, pad_top: 0, pad_left: 0 })).toBe(0);
  });
});
