// Products of two computed matrices: sizes around the tile of two rows by eight columns, both orders of B, batches broadcast on either side.
import { type KernelCase, floatClamp, floatData } from './kernel-case.ts';

interface Sizes {
  readonly m: number;
  readonly n: number;
  readonly k: number;
}

function matmulCase({ m, n, k }: Sizes, transposed: boolean, batches: readonly [outer: number, inner: number, a: 'outer' | 'inner' | 'both'] = [1, 1, 'both']): KernelCase {
  const [outer, inner, from] = batches;
  const strides = { a_outer: from === 'inner' ? 0 : m * k * (from === 'both' ? inner : 1), a_inner: from === 'outer' ? 0 : m * k, b_outer: 0, b_inner: k * n };
  const params = { outer, inner, m, n, k, ...strides, b_transposed: Number(transposed), ...floatClamp(m) };
  const operands = { a: floatData(outer * inner * m * k, m + n), b: floatData(inner * k * n, k), y: new Float32Array(outer * inner * m * n) };
  return { name: `${m}x${k} by ${k}x${n}${transposed ? ' transposed' : ''}, batches ${batches.join(' ')}`, kernel: 'matmul_f32', params, operands };
}

const SIZES: readonly Sizes[] = [
  { m: 1, n: 1, k: 1 }, { m: 1, n: 7, k: 3 }, { m: 2, n: 8, k: 5 }, { m: 3, n: 9, k: 4 }, { m: 4, n: 17, k: 1 }, { m: 5, n: 4, k: 7 }, { m: 2, n: 5, k: 16 },
];

export const MATMUL_CASES: readonly KernelCase[] = [
  ...SIZES.flatMap((size) => [matmulCase(size, false), matmulCase(size, true)]),
  ...([[2, 3, 'both'], [2, 3, 'outer'], [2, 3, 'inner']] as const).flatMap((batches) => [matmulCase({ m: 3, n: 10, k: 4 }, false, batches), matmulCase({ m: 3, n: 10, k: 4 }, true, batches)]),
];
