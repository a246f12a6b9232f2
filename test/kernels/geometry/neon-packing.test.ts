// Layouts of packed constants, on shapes small enough to read, and the condition under which no pre-shift is needed.
import { describe, expect, it } from 'vitest';
import { DOT_LAYOUT, MUL_LAYOUT, channelBlocks, fitsInPairs, needsNoPreShift, packFilters, packRequantOf4, packScalesOf4, patchScratch } from '../../../src/kernels/geometry/neon-packing.ts';

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

  it('puts what does not fill a run of 16 into runs of 8', () => {
    const packed = packFilters(Int8Array.from({ length: 50 }, (_, i) => i + 1), { groups: 1, channels: 2, length: 25 }, MUL_LAYOUT);
    expect(packed.length).toBe(4 * 32);
    expect([packed[0], packed[15], packed[16], packed[64], packed[71], packed[72], packed[96], packed[104]]).toEqual([1, 16, 26, 17, 24, 42, 25, 50]);
    expect(fitsInPairs({ w: Int8Array.of(-127) })).toBe(true);
    expect(fitsInPairs({ w: Int8Array.of(-128) })).toBe(false);
  });

  it('turns shifts into those of a doubled product, four channels together', () => {
    const packed = packRequantOf4(Int32Array.of(7, 2 ** 30, 12, 8, 2 ** 30 + 1, 13), { pre_shift: 5 }, { groups: 1, channels: 2, length: 1 });
    expect([...packed]).toEqual([7, 8, 0, 0, 2 ** 30, 2 ** 30 + 1, 0, 0, -8, -9, 0, 0]);
    expect([...packScalesOf4(Int32Array.of(1, 2, 3, 4), { groups: 2, channels: 1, length: 1 })]).toEqual([1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 4, 0, 0, 0]);
  });

  it('refuses shifts below the pre-shift', () => {
    expect(needsNoPreShift({ pre_shift: 5 }, { requant: Int32Array.of(0, 2 ** 30, 5) })).toBe(true);
    expect(needsNoPreShift({ pre_shift: 6 }, { requant: Int32Array.of(0, 2 ** 30, 5) })).toBe(false);
  });

  it('asks for four patches where patches do not lie together', () => {
    expect(patchScratch(CONV)).toBe(4 * 32);
    expect(patchScratch({ ...CONV, kernel_h: 1, kernel_w: 1, pad_top: 0, pad_left: 0 })).toBe(0);
  });
});
