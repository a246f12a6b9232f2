// Layouts of packed constants, on shapes small enough to read.
import { describe, expect, it } from 'vitest';
import { packLanes, packPairs, packRequant } from '../../../src/kernels/geometry/wasm-packing.ts';

describe('WebAssembly packing', () => {
  it('puts pairs of a channel side by side and fills up with zeros', () => {
    const packed = packPairs(Int8Array.of(1, 2, 3, 4, 5, 6), { groups: 1, channels: 2, length: 3 });
    expect(packed.length).toBe(2 * 16);
    expect([...packed.subarray(0, 6)]).toEqual([1, 2, 4, 5, 0, 0]);
    expect([...packed.subarray(16, 22)]).toEqual([3, 0, 6, 0, 0, 0]);
  });

  it('makes output channels the lanes, each group in blocks of its own', () => {
    const packed = packLanes(Float32Array.of(1, 2, 3, 4), { groups: 2, channels: 1, length: 2 });
    expect(packed.length).toBe(2 * 2 * 8);
    expect([packed[0], packed[8], packed[16], packed[24]]).toEqual([1, 2, 3, 4]);
  });

  it('turns shifts into offsets and factors', () => {
    const packed = packRequant(Int32Array.of(7, 2 ** 30, 3), { out_zero_point: -2 }, { groups: 1, channels: 1, length: 1 });
    expect([packed[0], packed[8], packed[16], packed[24]]).toEqual([7, 2 ** 30, -16 + 4, 2 ** 28]);
  });

  it('calls a missing or mistyped constant a defect', async () => {
    const { default: variant } = await import('../../../src/kernels/conv2d_s8.wasm.ts');
    expect(() => variant.pack({}, {})).toThrow('QT9001');
    expect(() => variant.pack({}, { w: new Float32Array(1) })).toThrow('QT9001');
  });
});
