// Slices at computed places: indices of either width, negative and far outside; slices of every byte count that has a path of its own; reductions with
// duplicate slots, integers that wrap around and NaN.
import type { TensorData } from '../../../src/ir/dtype.ts';
import { type KernelCase, type Operands, eighths, floatData, int8Data, random } from './kernel-case.ts';

function bytes(length: number, seed: number): Uint8Array {
  return Uint8Array.from(int8Data(length, seed));
}

function places(count: number, below: number, seed: number): Int32Array {
  const next = random(seed);
  return Int32Array.from({ length: count }, () => Math.floor(next() * below));
}

function numbered(prefix: string, values: readonly number[], fill: number, front: boolean): Record<string, number> {
  const rest = new Array<number>(6 - values.length).fill(fill);
  return Object.fromEntries((front ? [...rest, ...values] : [...values, ...rest]).map((v, i) => [`${prefix}${i}`, v]));
}

interface Slots {
  readonly name: string;
  readonly grid: readonly number[];
  readonly base: readonly number[];
  readonly sizes: readonly number[];
  readonly strides: readonly number[];
}

const SLOTS: readonly Slots[] = [
  { name: 'one', grid: [1], base: [0], sizes: [1], strides: [1] },
  { name: 'a list', grid: [23], base: [0], sizes: [9], strides: [1] },
  { name: 'elements of an axis', grid: [3, 4, 5], base: [20, 0, 1], sizes: [4], strides: [5] },
  { name: 'tuples in batches', grid: [2, 3], base: [24, 0], sizes: [4, 3, 2], strides: [6, 2, 1] },
  { name: 'six dimensions', grid: [2, 1, 3, 2, 2, 2], base: [96, 0, 32, 0, 4, 1], sizes: [2, 3, 4, 5, 6, 7], strides: [9, 8, 7, 6, 5, 4] },
];

function slotCases({ name, grid, base, sizes, strides }: Slots, seed: number): KernelCase[] {
  const params = { ...numbered('d', grid, 1, true), ...numbered('base', base, 0, true), ...numbered('size', sizes, 1, false), ...numbered('stride', strides, 0, false), depth: sizes.length };
  const count = grid.reduce((a, b) => a * b, 1);
  const next = random(seed);
  const indices = Int32Array.from({ length: count * sizes.length }, (_, i) => (i % 5 === 4 ? -(2 ** 31) + i : i % 7 === 6 ? 2 ** 31 - 1 : Math.floor(next() * 20) - 10));
  const wide = BigInt64Array.from(indices, (v, i) => (i % 11 === 10 ? -(1n << 62n) : i % 13 === 12 ? (1n << 62n) + BigInt(v) : BigInt(v)));
  const one = (kind: string, operands: Operands): KernelCase => ({ name: `${name}, ${kind}`, kernel: 'index_slots', params, operands: { ...operands, y: new Int32Array(count) } });
  return [one('int32', { indices, indices64: null }), one('int64', { indices: null, indices64: wide })];
}

interface Geometry {
  readonly outer: number;
  readonly step: number;
  readonly count: number;
  readonly slice: number;
}

const GEOMETRIES: readonly Geometry[] = [
  { outer: 1, step: 1, count: 1, slice: 1 }, { outer: 3, step: 7, count: 5, slice: 1 }, { outer: 1, step: 9, count: 13, slice: 2 }, { outer: 2, step: 5, count: 5, slice: 3 },
  { outer: 2, step: 4, count: 6, slice: 4 }, { outer: 1, step: 6, count: 7, slice: 8 }, { outer: 2, step: 3, count: 4, slice: 37 },
];

function movingCases({ outer, step, count, slice }: Geometry, seed: number): KernelCase[] {
  const name = `${outer} parts, ${count} of ${step} slices of ${slice}`;
  const slots = places(count, step, seed);
  const scatter: KernelCase = {
    name, kernel: 'scatter_slices', params: { outer, y_step: step, count, slice_bytes: slice },
    operands: { x: bytes(outer * step * slice, seed), slots, updates: bytes(outer * count * slice, seed + 1), y: new Uint8Array(outer * step * slice) },
  };
  return [
    { name, kernel: 'gather_slices', params: { outer, x_step: step, count, slice_bytes: slice }, operands: { x: bytes(outer * step * slice, seed), slots, y: new Uint8Array(outer * count * slice) } },
    scatter, { ...scatter, name: `${name} in place`, inPlace: 'x' },
  ];
}

function elementsOf(type: 'f32' | 'i32' | 'i64', length: number, seed: number): TensorData {
  const values = floatData(length, seed, 4).map((v) => Math.round(8 * v) / 8);
  if (type === 'f32') return values.map((v, i) => (i % 17 === 16 ? NaN : v));
  const wide = Array.from(values, (v, i) => (i % 6 === 5 ? (1n << 62n) - BigInt(i) : i % 6 === 3 ? -(1n << 63n) : BigInt(Math.round(8 * v))));
  return type === 'i64' ? BigInt64Array.from(wide) : Int32Array.from(wide, (v) => Number(BigInt.asIntN(32, v >> 31n)));
}

function reducingCases(type: 'f32' | 'i32' | 'i64', operation: number): KernelCase[] {
  const [outer, step, count, slice] = [2, 4, 9, 3];
  const seed = 40 + operation;
  const y = { f32: new Float32Array(24), i32: new Int32Array(24), i64: new BigInt64Array(24) }[type];
  const one: KernelCase = {
    name: `operation ${operation}`, kernel: `scatter_${type}`, params: { outer, y_step: step, count, slice, operation },
    operands: { x: elementsOf(type, outer * step * slice, seed), slots: places(count, step, seed), updates: elementsOf(type, outer * count * slice, seed + 1), y },
  };
  return [one, { ...one, name: `${one.name} in place`, inPlace: 'x' }];
}

function sequenceCases(batchFirst: boolean, slice: number): KernelCase {
  const [batch, steps] = [5, 4];
  const params = { batch, steps, batch_bytes: (batchFirst ? steps : 1) * slice, step_bytes: (batchFirst ? 1 : batch) * slice, slice_bytes: slice };
  const lengths = BigInt64Array.of(0n, 1n, 3n, 4n, 1n << 40n);
  return { name: `${batchFirst ? 'batch' : 'time'} first, ${slice} bytes`, kernel: 'reverse_sequence', params, operands: { x: bytes(20 * slice, slice), lengths, y: new Uint8Array(20 * slice) } };
}

function cacheCases(circular: number): KernelCase[] {
  const params = { batch: 3, outer: 2, size: 5, count: 3, slice_bytes: 6, circular };
  const operands = { x: bytes(180, 50), update: bytes(108, 51), starts: BigInt64Array.of(1n, 4n, -2n), y: new Uint8Array(180) };
  const one: KernelCase = { name: circular ? 'circular' : 'linear', kernel: 'tensor_scatter', params, operands };
  return [one, { ...one, name: `${one.name} in place`, inPlace: 'x' }, { ...one, name: `${one.name} from the start`, operands: { ...operands, starts: null } }];
}

function hotCases(element: number): KernelCase[] {
  const params = { outer: 3, depth: 4, inner: 2, element_bytes: element };
  const operands = { values: bytes(2 * element, element), y: new Uint8Array(24 * element) };
  return [
    { name: `int32, ${element} bytes`, kernel: 'one_hot', params, operands: { ...operands, indices: Int32Array.of(0, 3, -1, -4, 4, -5), indices64: null } },
    { name: `int64, ${element} bytes`, kernel: 'one_hot', params, operands: { ...operands, indices: null, indices64: BigInt64Array.of(1n, 2n, -2n, -3n, 1n << 40n, -(1n << 40n)) } },
  ];
}

function triangleCases(upper: number, diagonal: number, element: number): KernelCase[] {
  const params = { batch: 2, rows: 4, columns: 3, upper, diagonal, element_bytes: element, fill: element === 1 ? 131 : 0 };
  const one: KernelCase = { name: `${upper ? 'upper' : 'lower'} from ${diagonal}, ${element} bytes`, kernel: 'trilu', params, operands: { x: bytes(24 * element, 60), y: new Uint8Array(24 * element) } };
  return [one, { ...one, name: `${one.name} in place`, inPlace: 'x' }];
}

function resampleCases([outer, size, output, inner, taps]: readonly [number, number, number, number, number]): KernelCase {
  const params = { outer, in_size: size, out_size: output, inner, taps };
  const operands = { x: eighths(outer * size * inner, output), starts: places(output, size - taps + 1, taps), weights: eighths(output * taps, inner), y: new Float32Array(outer * output * inner) };
  return { name: `${outer} of ${size} to ${output} by ${inner}, ${taps} taps`, kernel: 'resample_f32', params, operands };
}

function pairList(output: number, size: number, seed: number): Int32Array {
  const next = random(seed);
  return Int32Array.from({ length: 2 * output }, (_, i) => (i % 2 === 0 ? Math.floor(next() * size) : [0, 2048, 512, 1024, Math.floor(next() * 2049)][Math.floor(next() * 5)] ?? 0));
}

function planeCases(batch: number, [inH, inW]: readonly [number, number], channels: number, [outH, outW]: readonly [number, number]): KernelCase {
  const params = { batch, in_h: inH, in_w: inW, channels, out_h: outH, out_w: outW };
  const operands = { x: int8Data(batch * inH * inW * channels, outW), rows: pairList(outH, inH, 70 + outH), columns: pairList(outW, inW, 90 + outW), y: new Int8Array(batch * outH * outW * channels) };
  return { name: `${batch} of ${inH}x${inW}x${channels} to ${outH}x${outW}`, kernel: 'resize_linear_s8', params, operands };
}

export const INDEX_CASES: readonly KernelCase[] = [
  ...SLOTS.flatMap((slots, i) => slotCases(slots, 900 + i)),
  ...GEOMETRIES.flatMap((geometry, i) => movingCases(geometry, 920 + 2 * i)),
  ...(['f32', 'i32', 'i64'] as const).flatMap((type) => [1, 2, 3, 4].flatMap((operation) => reducingCases(type, operation))),
  ...[true, false].flatMap((first) => [1, 4, 11].map((slice) => sequenceCases(first, slice))),
  ...[0, 1].flatMap(cacheCases),
  ...[1, 2, 4, 8].flatMap(hotCases),
  ...[0, 1].flatMap((upper) => [[-5, 1], [-1, 4], [0, 1], [0, 8], [1, 2], [4, 4]].flatMap(([diagonal, element]) => triangleCases(upper, diagonal ?? 0, element ?? 1))),
  ...([[1, 1, 1, 1, 1], [2, 5, 9, 1, 2], [1, 4, 7, 17, 2], [3, 8, 5, 4, 4], [2, 9, 3, 5, 7]] as const).map(resampleCases),
  planeCases(1, [1, 1], 1, [1, 1]), planeCases(2, [1, 5], 1, [1, 9]), planeCases(1, [3, 4], 5, [6, 8]), planeCases(2, [4, 3], 16, [3, 7]), planeCases(1, [7, 6], 33, [5, 4]),
];
