// Layouts of the constants of MVE kernels on shapes small enough to read, the scratch formulas, and when the pre-shift may be left out.
import { describe, expect, it } from 'vitest';
import { packWindows, windowOverlap, windowScratchBytes, windowSupports } from '../../../src/kernels/geometry/mve-depthwise.ts';
import { isNormal, needsNoPreShift, packChannelLanes, packRuns, scalesAreNormal, withoutPreShift } from '../../../src/kernels/geometry/mve-packing.ts';
import { FLOAT_STRIP, INT8_STRIP, packStripLanes, stripOrder, stripOverlap, stripScratchBytes, stripSupports } from '../../../src/kernels/geometry/mve-strip.ts';
import { requantize } from '../../../src/numeric/fixed-point.ts';
import { random } from '../cases/kernel-case.ts';

const CONV = { batch: 1, in_h: 5, in_w: 5, in_c: 3, out_h: 5, out_w: 5, out_c: 4, kernel_h: 3, kernel_w: 2, stride_h: 1, stride_w: 1, dilation_h: 1, dilation_w: 1, pad_top: 1, pad_left: 1, groups: 1 };
const POINTWISE = { ...CONV, kernel_h: 1, kernel_w: 1, pad_top: 0, pad_left: 0 };

describe('MVE packing', () => {
  it('puts channels 0 and 2, then 1 and 3 of a block side by side, in runs of 16 filled up with zeros', () => {
    const packed = packRuns(Int8Array.from({ length: 5 * 17 }, (_, i) => i + 1), { groups: 1, channels: 5, length: 17 }, (k) => k);
    expect(packed.length).toBe(2 * 4 * 32);
    expect([packed[0], packed[15], packed[16], packed[32], packed[33], packed[48]]).toEqual([1, 16, 35, 17, 0, 51]);
    expect([packed[64], packed[80], packed[128], packed[144]]).toEqual([18, 52, 69, 0]);
  });

  it('orders the weights of a strip by column, row, channel', () => {
    expect(Array.from({ length: 6 }, (_, tap) => stripOrder(CONV)(3 * tap + 1))).toEqual([1, 7, 13, 4, 10, 16]);
    expect(stripOrder(POINTWISE)(2)).toBe(2);
  });

  it('puts the words of four channels together', () => {
    const packed = packChannelLanes(Int32Array.of(7, 2 ** 30, 12, 8, 2 ** 30 + 1, 13), 3, { groups: 1, channels: 2, length: 1 }, withoutPreShift({ pre_shift: 5 }));
    expect([...packed]).toEqual([7, 8, 0, 0, 2 ** 30, 2 ** 30 + 1, 0, 0, -7, -8, 0, 0]);
  });

  it('leaves the pre-shift out exactly where every shift is larger', () => {
    expect(needsNoPreShift({ pre_shift: 5 }, { requant: Int32Array.of(0, 2 ** 30, 6) })).toBe(true);
    expect(needsNoPreShift({ pre_shift: 6 }, { requant: Int32Array.of(0, 2 ** 30, 6) })).toBe(false);
    const next = random(1);
    const out = { zeroPoint: -19, min: -128, max: 127 };
    const differs = Array.from({ length: 100_000 }, () => {
      const preShift = 1 + Math.floor(next() * 8);
      const shift = preShift + 1 + Math.floor(next() * (22 - preShift));
      const multiplier = 2 ** 30 + Math.floor(next() * 2 ** 30);
      const acc = Math.floor((next() - 0.5) * 2 ** (31 - preShift) * next());
      return requantize(acc, 0, { multiplier, shift: shift - preShift }, out) !== requantize(acc, preShift, { multiplier, shift }, out);
    });
    expect(differs.filter(Boolean).length).toBe(0);
  });

  it('takes only scales that are normal numbers for exact', () => {
    expect([1, -0.5, 2 ** -126, 2 ** -127, 2 ** 126, 0].map(isNormal)).toEqual([true, true, true, false, false, false]);
    const channel = (...scales: number[]): Int32Array => Int32Array.from(scales.flatMap((s) => [0, ...new Int32Array(Float32Array.of(s).buffer)]));
    expect([channel(0.1, 0), channel(0.1, 2 ** -130)].map((c) => scalesAreNormal({}, { channel: c }))).toEqual([true, false]);
  });

  it('orders float weights by strip and puts eight channels side by side', () => {
    const w = Float32Array.from({ length: 4 * 18 }, (_, i) => i);
    const packed = packStripLanes(CONV, { w, bias: Float32Array.of(1, 2, 3, 4) });
    expect([...(packed['w'] ?? [])].slice(0, 9)).toEqual([0, 18, 36, 54, 0, 0, 0, 0, 1]);
    expect([...(packed['w'] ?? [])].slice(3 * 8, 3 * 8 + 2)).toEqual([6, 24]);
    expect([...(packed['bias'] ?? [])]).toEqual([1, 2, 3, 4, 0, 0, 0, 0]);
  });

  it('asks for a strip, and for nothing where patches are runs of the input', () => {
    expect(stripScratchBytes(CONV, INT8_STRIP)).toBe(16 + 4 * 9 + 32);
    expect(stripScratchBytes({ ...CONV, in_c: 64, out_w: 40, in_w: 40 }, INT8_STRIP)).toBe(64 + 3 * 192 + 384);
    expect(stripScratchBytes({ ...CONV, in_c: 64, out_w: 40, in_w: 40 }, FLOAT_STRIP)).toBe(256 + 2 * 768 + 1536);
    expect(stripScratchBytes(POINTWISE, INT8_STRIP)).toBe(0);
    expect(stripSupports({ ...CONV, dilation_w: 2 })).toBe(false);
  });
});

describe('MVE overlap', () => {
  const image = { batch: 1, in_h: 6, in_w: 5, in_c: 8, out_h: 6, out_w: 5, out_c: 8, kernel_h: 1, kernel_w: 1, stride_h: 1, stride_w: 1, dilation_h: 1, dilation_w: 1, pad_top: 0, pad_left: 0, groups: 1 };
  const padded = { ...image, kernel_h: 3, kernel_w: 3, pad_top: 1, pad_left: 1 };

  it('is two pixels where patches are read in place and no channel is left over, else what strips leave', () => {
    expect(stripOverlap({ input: 1, output: 1 })(image, 'x')).toBe(16);
    expect(stripOverlap({ input: 1, output: 1 })({ ...image, out_c: 7 }, 'x')).toBeNull();
    expect(stripOverlap({ input: 1, output: 1 })({ ...padded, out_c: 7 }, 'x')).toBe(6 * 7);
  });

  it('is what two lines of a depthwise convolution leave, and more where channels take turns', () => {
    expect(windowOverlap({ ...padded, in_w: 6, out_w: 6 }, 'x')).toBe((2 * 6 - 6) * 8);
    expect(windowOverlap({ ...padded, in_w: 6, out_w: 6, in_c: 32, out_c: 32 }, 'x')).toBe((4 * 6 - 6) * 32);
    expect(windowOverlap(padded, 'w')).toBeNull();
  });
});

describe('MVE depthwise windows', () => {
  const DEPTHWISE = { ...CONV, in_c: 2, out_c: 2 };

  it('are words of lines by position behind zeros', () => {
    const packed = packWindows(Int8Array.from({ length: 12 }, (_, i) => i + 1), DEPTHWISE);
    expect([...packed.subarray(0, 18)]).toEqual([0, 0, 0, 0, 0, 1, 5, 9, 0, 3, 7, 11, 0, 0, 0, 0, 0, 0]);
    expect([...packed.subarray(21, 29)]).toEqual([2, 6, 10, 0, 4, 8, 12, 0]);
    expect(packed.length).toBe(48);
  });

  it('run along the longer side', () => {
    const packed = packWindows(Int8Array.from({ length: 12 }, (_, i) => i + 1), { ...DEPTHWISE, out_h: 9 });
    expect([...packed.subarray(5, 17)]).toEqual([1, 3, 0, 0, 5, 7, 0, 0, 9, 11, 0, 0]);
  });

  it('are cut into windows of at most 3x3', () => {
    const packed = packWindows(Int8Array.from({ length: 16 }, (_, i) => i + 1), { ...DEPTHWISE, in_c: 1, out_c: 1, kernel_h: 4, kernel_w: 4 });
    expect([...packed.subarray(5, 17)]).toEqual([1, 5, 9, 0, 2, 6, 10, 0, 3, 7, 11, 0]);
    expect([packed[16 + 5], packed[16 + 6], packed[32 + 5], packed[32 + 9], packed[48 + 5]]).toEqual([4, 8, 13, 14, 16]);
    expect(windowScratchBytes({ ...DEPTHWISE, kernel_h: 4, kernel_w: 4 })).toBe(2 * (6 + 4 + 3) * 64 + 2 * 6 * 4 + 16);
  });

  it('need room for 16 channels of the positions, two lines of sums and padding', () => {
    expect(windowScratchBytes(DEPTHWISE)).toBe((6 + 4) * 64 + 2 * 6 * 4 + 16);
    expect(windowScratchBytes({ ...DEPTHWISE, out_w: 50, stride_h: 2, stride_w: 2 })).toBe((32 + 4) * 64 + 2 * 16 * 4 + 16);
  });

  it('are at most 9x9, with equal strides of 1 or 2 and one input channel per output channel', () => {
    expect(windowSupports(DEPTHWISE)).toBe(true);
    const others = [{ out_c: 4 }, { kernel_h: 10 }, { kernel_w: 10 }, { stride_h: 2 }, { stride_h: 3, stride_w: 3 }, { dilation_w: 2 }];
    expect(others.map((other) => windowSupports({ ...DEPTHWISE, ...other }))).toEqual(others.map(() => false));
  });
});
