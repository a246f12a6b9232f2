// Strided copies (transposition, slice with negative steps, expansion, concatenation) and repeated fills.
import { type KernelCase, floatData, int8Data } from './kernel-case.ts';

interface Copy {
  readonly name: string;
  readonly d: readonly number[];
  readonly x: readonly number[];
  readonly y: readonly number[];
  /** Elements of x and y, and where in x the copy begins. */
  readonly sizes: readonly [number, number];
}

const COPIES: readonly Copy[] = [
  { name: 'one element', d: [1], x: [1], y: [1], sizes: [1, 1] },
  { name: 'contiguous', d: [17], x: [1], y: [1], sizes: [17, 17] },
  { name: 'HWC to CHW', d: [5, 3, 4], x: [12, 4, 1], y: [3, 1, 15], sizes: [60, 60] },
  { name: 'CHW to HWC, long rows', d: [3, 2, 37], x: [74, 37, 1], y: [1, 111, 3], sizes: [222, 222] },
  { name: 'HWC to CHW, long rows', d: [3, 2, 37], x: [1, 111, 3], y: [74, 37, 1], sizes: [222, 222] },
  { name: 'planes to pixels', d: [37, 3], x: [1, 37], y: [3, 1], sizes: [111, 111] },
  { name: 'concatenate channels', d: [6, 3], x: [3, 1], y: [7, 1], sizes: [18, 40] },
  { name: 'slice with steps', d: [3, 2], x: [14, 2], y: [2, 1], sizes: [45, 6] },
  { name: 'expand', d: [4, 5, 3], x: [0, 1, 0], y: [15, 3, 1], sizes: [5, 60] },
  { name: 'six dimensions', d: [2, 3, 2, 2, 3, 2], x: [72, 24, 12, 6, 2, 1], y: [1, 2, 6, 12, 24, 72], sizes: [144, 144] },
  { name: 'outer four', d: [2, 2, 3, 2, 1, 5], x: [60, 30, 10, 5, 5, 1], y: [30, 60, 10, 5, 5, 1], sizes: [120, 120] },
];

function strides(prefix: string, values: readonly number[]): Record<string, number> {
  const all = [...new Array<number>(6 - values.length).fill(prefix === 'd' ? 1 : 0), ...values];
  return Object.fromEntries(all.map((value, i) => [`${prefix}${i}`, value]));
}

function copyCases(copy: Copy, seed: number): KernelCase[] {
  const params = { ...strides('d', copy.d), ...strides('x_s', copy.x), ...strides('y_s', copy.y) };
  const [from, to] = copy.sizes;
  return [
    { name: copy.name, kernel: 'copy_nd_8', params, operands: { x: Uint8Array.from(int8Data(from, seed)), y: Uint8Array.from(int8Data(to, seed + 1)) } },
    { name: copy.name, kernel: 'copy_nd_16', params, operands: { x: Uint16Array.from(int8Data(from, seed), (v) => 257 * (v + 128)), y: Uint16Array.from(int8Data(to, seed + 1)) } },
    { name: copy.name, kernel: 'copy_nd_64', params, operands: { x: BigUint64Array.from(int8Data(from, seed), (v) => BigInt(v + 128) * 0x0102030405060708n % 2n ** 64n), y: BigUint64Array.from(int8Data(to, seed + 1), (v) => BigInt(v + 128)) } },
    { name: copy.name, kernel: 'copy_nd_32', params, operands: { x: floatData(from, seed), y: floatData(to, seed + 1) } },
  ];
}

function fillCases(count: number, period: number): KernelCase[] {
  const params = { count, period };
  return [
    { name: `${count} by ${period}`, kernel: 'fill_8', params, operands: { pattern: Uint8Array.from(int8Data(period, count)), y: new Uint8Array(count) } },
    { name: `${count} by ${period}`, kernel: 'fill_32', params, operands: { pattern: floatData(period, count), y: new Float32Array(count) } },
  ];
}

function planesCases([planes, height, width]: readonly [number, number, number]): KernelCase[] {
  const bytes = planes * height * width;
  const one = { name: `${planes} planes of ${height}x${width}`, kernel: 'planes_to_pixels_8', params: { planes, height, width }, operands: { x: Uint8Array.from(int8Data(bytes, bytes)), y: new Uint8Array(bytes) } };
  return [one, { ...one, name: `${one.name} in place`, inPlace: 'x' }];
}

const PLANES: readonly (readonly [number, number, number])[] = [[1, 1, 1], [2, 1, 3], [2, 5, 1], [3, 1, 1], [3, 4, 5], [3, 11, 16], [3, 8, 17], [4, 6, 33], [5, 7, 2]];

export const MOVE_CASES: readonly KernelCase[] = [
  ...COPIES.flatMap((copy, i) => copyCases(copy, 600 + i)),
  ...PLANES.flatMap(planesCases),
  ...[[1, 1], [17, 1], [12, 4], [13, 5], [3, 7]].flatMap(([count, period]) => fillCases(count ?? 1, period ?? 1)),
];
