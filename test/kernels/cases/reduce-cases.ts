// Reductions, running folds, indices of extremes and largest elements: one element, one row, inner dimensions of 1 and more, ties, wrapping.
import type { DType, TensorData } from '../../../src/ir/dtype.ts';
import { type KernelCase, eighths, int8Data } from './kernel-case.ts';

const SHAPES: readonly (readonly [outer: number, count: number, inner: number])[] = [[1, 1, 1], [1, 7, 1], [3, 5, 1], [2, 4, 3], [1, 17, 5], [4, 1, 2]];

function elements(dtype: DType, length: number, seed: number): TensorData {
  if (dtype === 'f32') return eighths(length, seed);
  const bytes = int8Data(length, seed);
  if (dtype === 'i32') return Int32Array.from(bytes, (v, i) => (i % 5 === 4 ? v * 16_777_213 : v >> 4));
  return BigInt64Array.from(bytes, (v, i) => BigInt(i % 5 === 4 ? v : v >> 4) * (i % 5 === 4 ? 72_057_594_037_927_931n : 1n));
}

function zeros(dtype: DType, length: number): TensorData {
  if (dtype === 'f32') return new Float32Array(length);
  return dtype === 'i32' ? new Int32Array(length) : new BigInt64Array(length);
}

const TYPES = ['f32', 'i32', 'i64'] as const;

function cases([outer, count, inner]: readonly [number, number, number], seed: number): KernelCase[] {
  const params = { outer, count, inner };
  const name = `${outer}x${count}x${inner}`;
  return TYPES.flatMap((dtype): KernelCase[] => {
    const x = elements(dtype, outer * count * inner, seed);
    const reductions = ['sum', 'prod', 'min', ...(dtype === 'f32' ? [] : ['max'])];
    const flags = [[0, 0], [0, 1], [1, 0], [1, 1]] as const;
    const k = Math.min(count, 3);
    const top = { y: zeros(dtype, outer * k * inner), indices: new BigInt64Array(outer * k * inner) };
    return [
      ...reductions.map((op) => ({ name, kernel: `reduce_${op}_${dtype}`, params, operands: { x, y: zeros(dtype, outer * inner) } })),
      ...['sum', 'prod'].flatMap((op) => flags.map(([exclusive, reverse]) => ({ name: `${name} exclusive ${exclusive} reverse ${reverse}`, kernel: `cum_${op}_${dtype}`, params: { ...params, exclusive, reverse }, operands: { x, y: zeros(dtype, x.length) } }))),
      ...flags.map(([minimum, last]) => ({ name: `${name} minimum ${minimum} last ${last}`, kernel: `arg_extreme_${dtype}`, params: { ...params, minimum, last }, operands: { x, y: new BigInt64Array(outer * inner) } })),
      ...(dtype === 'i32' ? [] : [0, 1].map((minimum) => ({ name: `${name} minimum ${minimum}`, kernel: `top_k_${dtype}`, params: { ...params, k, minimum }, operands: { x, ...top } }))),
    ];
  });
}

export const REDUCE_CASES: readonly KernelCase[] = SHAPES.flatMap((shape, i) => cases(shape, 900 + i));
