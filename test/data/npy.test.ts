import { describe, expect, it } from 'vitest';
import { memorySource } from '../../src/data/byte-source.ts';
import { halfToNumber, openNpy } from '../../src/data/npy.ts';
import { floats, npyBytes, refusal } from '../support/data-files.ts';

const open = (bytes: Uint8Array): ReturnType<typeof openNpy> => openNpy(memorySource('a.npy', bytes));

/** Written by NumPy: float16 big-endian [1, -2.5, 6e-8, 65504]. */
const HALF = 'k05VTVBZAQB2AHsnZGVzY3InOiAnPmYyJywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDQsKSwgfSAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAo8AMEAAAF7/w==';

describe('openNpy', () => {
  it('reads by index of the first axis', () => {
    const npy = open(floats([3, 2, 2]));
    expect(npy.shape).toEqual([3, 2, 2]);
    expect(npy.dtype).toBe('f32');
    expect([...npy.slice(1)]).toEqual([4, 5, 6, 7]);
    expect([...npy.all()]).toHaveLength(12);
  });

  it.each([
    ['<f8', Float64Array.of(1.5, -2)], ['|i1', Int8Array.of(1, -2)], ['|u1', Uint8Array.of(1, 200)], ['<i2', Int16Array.of(1, -2)], ['<u2', Uint16Array.of(1, 60000)],
    ['<i4', Int32Array.of(1, -2)], ['<u4', Uint32Array.of(1, 4e9)], ['<i8', BigInt64Array.of(1n, -2n)], ['<u8', BigUint64Array.of(1n, 2n)], ['|b1', Uint8Array.of(1, 0)],
  ])('reads %s', (descr, data) => {
    expect(open(npyBytes(descr, [2], data)).all()).toEqual(data);
  });

  it('reads big-endian and half-precision elements', () => {
    expect([...open(Buffer.from(HALF, 'base64')).all()]).toEqual([1, -2.5, 2 ** -24, 65504]);
    expect([halfToNumber(0x7c00), halfToNumber(0xfc00), halfToNumber(0x7e00), halfToNumber(0x8000)]).toEqual([Infinity, -Infinity, NaN, -0]);
  });

  it('reads column-major files in row-major order', () => {
    const columnMajor = Int32Array.from({ length: 24 }, (_, i) => (i % 2) * 12 + (Math.floor(i / 2) % 3) * 4 + Math.floor(i / 6));
    const npy = open(npyBytes('<i4', [2, 3, 4], columnMajor, true));
    expect([...npy.all()]).toEqual(Array.from({ length: 24 }, (_, i) => i));
    expect([...npy.slice(1)]).toEqual(Array.from({ length: 12 }, (_, i) => i + 12));
  });

  it.each([
    ['an empty file', new Uint8Array(0), 'QT3004'],
    ['no magic', new Uint8Array(100), 'QT3004'],
    ['an unknown version', Buffer.from(floats([1])).fill(9, 6, 7), 'QT3004'],
    ['a header beyond the end', floats([1]).slice(0, 20), 'QT3004'],
    ['missing elements', floats([3]).slice(0, -1), 'QT3004'],
    ['a negative shape', npyBytes('<f4', [-3], new Float32Array(1)), 'QT3004'],
    ['a huge shape', npyBytes('<f4', [2 ** 45, 2 ** 45], new Float32Array(1)), 'QT3004'],
    ['complex numbers', npyBytes('<c8', [1], new Float64Array(1)), 'QT3006'],
    ['text', npyBytes('<U4', [1], new Uint8Array(16)), 'QT3006'],
    ['objects', npyBytes('|O', [1], new Uint8Array(16)), 'QT3006'],
  ])('refuses %s', (_, bytes, code) => {
    expect(refusal(() => open(bytes))).toMatch(new RegExp(`^${code}: a.npy `));
  });
});
