// Layouts of the constants of dsp kernels, and what they cannot hold.
import { describe, expect, it } from 'vitest';
import { DSP_CONV, DSP_OFFSET_CONV, fitsDualWeights, packDspRequant, packDual, packDualFours, quadOrder, quadsOf } from '../../../src/kernels/geometry/dsp-packing.ts';

const ONE_ROW = { rows: 1, length: 5 };

describe('quads', () => {
  it('take the whole quads of each row, then what is left over of all rows', () => {
    expect(quadOrder({ rows: 2, length: 6 })).toEqual([0, 1, 2, 3, 6, 7, 8, 9, 4, 5, 10, 11]);
    expect(quadOrder(ONE_ROW)).toEqual([0, 1, 2, 3, 4, -1, -1, -1]);
    expect(quadsOf({ rows: 3, length: 9 })).toBe(7);
    expect(quadsOf({ rows: 1, length: 3 })).toBe(1);
  });
});

describe('packDual', () => {
  it('puts two channels in each halfword, even bytes of a quad before odd ones', () => {
    const w = Int8Array.from([1, 2, 3, 4, 5, -1, -2, -3, -4, -5, 9, 9, 9, 9, 9]);
    const packed = new Int16Array(packDual(w, { groups: 1, channels: 3, length: 5 }, quadOrder(ONE_ROW)).buffer);
    expect([...packed.subarray(0, 8)]).toEqual([1 - 256, 3 - 768, 2 - 512, 4 - 1024, 5 - 1280, 0, 0, 0]);
    expect([...packed.subarray(8)]).toEqual([9, 9, 9, 9, 9, 0, 0, 0]);
  });

  it('holds every pair of weights where the first is 128 higher', () => {
    const p = { in_h: 1, in_w: 1, in_c: 2, out_h: 1, out_w: 1, out_c: 2, kernel_h: 1, kernel_w: 1, stride_h: 1, stride_w: 1, dilation_h: 1, dilation_w: 1, pad_top: 0, pad_left: 0, groups: 1 };
    const packed = new Int16Array(DSP_OFFSET_CONV.weights(p, { w: Int8Array.of(-128, 127, -128, 127) }).buffer);
    expect([packed[0], packed[2]]).toEqual([-32768, 32767]);
    expect(DSP_OFFSET_CONV.scratchBytes(p)).toBe(DSP_CONV.scratchBytes(p) + 8);
  });

  it('interleaves two pairs of channels for rows', () => {
    const packed = new Int16Array(packDualFours(Int8Array.from([1, 2, 3, 4, 0, 0, 0, 0, 5, 6, 7, 8]), 3, 4).buffer);
    expect([...packed]).toEqual([1, 3, 5, 7, 2, 4, 6, 8]);
  });

  it('refuses -128 in a second channel where it does not fit', () => {
    const shape = { groups: 1, channels: 2, length: 1 };
    expect(fitsDualWeights(Int8Array.of(-1, -128), shape)).toBe(false);
    expect(fitsDualWeights(Int8Array.of(0, -128), shape)).toBe(true);
    expect(fitsDualWeights(Int8Array.of(-128, -127), shape)).toBe(true);
    expect(fitsDualWeights(Int8Array.of(-1, -128), { groups: 2, channels: 1, length: 1 })).toBe(true);
  });
});

describe('packDspRequant', () => {
  it('computes the addend and fills up channels of each group', () => {
    const packed = packDspRequant(Int32Array.from([7, 1073741824, 3, 8, 1073741825, 1]), { out_zero_point: -5 }, { groups: 2, channels: 1, length: 1 }, 2);
    expect([...packed]).toEqual([7, 1073741824, -36, 3, 0, 0, 0, 0, 8, 1073741825, -9, 1, 0, 0, 0, 0]);
  });
});

describe('convolutions', () => {
  const pointwise = { in_h: 4, in_w: 4, in_c: 6, out_h: 4, out_w: 4, out_c: 6, kernel_h: 1, kernel_w: 1, stride_h: 1, stride_w: 1, dilation_h: 1, dilation_w: 1, pad_top: 0, pad_left: 0, groups: 1 };

  it('need scratch for two patches of quads, left-over bytes, and rows unless patches are runs of the input', () => {
    expect(DSP_CONV.scratchBytes({ ...pointwise, in_c: 8 })).toBe(2 * 16);
    expect(DSP_CONV.scratchBytes(pointwise)).toBe(2 * 16 + 2 * 4);
    expect(DSP_CONV.scratchBytes({ ...pointwise, kernel_h: 3, kernel_w: 3, pad_top: 1, pad_left: 1 })).toBe(16 * (3 * 4 + 2) + 2 * 8 + 2 * 18);
  });
});
