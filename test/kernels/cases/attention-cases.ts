// Softmax over masked scores: each way in which a bias is broadcast, rows of -infinity alone and in part, in place.
import { type KernelCase, floatData } from './kernel-case.ts';

interface Shape {
  readonly d0: number;
  readonly d1: number;
  readonly d2: number;
  readonly cols: number;
}

/** Every third row is masked as a whole, every fifth element elsewhere. */
function masked(data: Float32Array, cols: number): Float32Array {
  return data.map((v, i) => (Math.floor(i / cols) % 3 === 2 || i % 5 === 1 ? -Infinity : v));
}

function maskedCase(shape: Shape, strides: readonly [number, number, number, number], seed: number): KernelCase[] {
  const { d0, d1, d2, cols } = shape;
  const [s0, s1, s2, s3] = strides;
  const count = d0 * d1 * d2 * cols;
  const bias = masked(floatData(1 + (d0 - 1) * s0 + (d1 - 1) * s1 + (d2 - 1) * s2 + (cols - 1) * s3, seed, 5), cols);
  const one: KernelCase = { name: `${Object.values(shape).join('x')}, strides ${strides.join(' ')}`, kernel: 'masked_softmax_f32', params: { ...shape, s0, s1, s2, s3 }, operands: { x: floatData(count, seed + 1, 8), bias, y: new Float32Array(count) } };
  return [one, { ...one, name: `${one.name} on x`, inPlace: 'x' }];
}

export const ATTENTION_CASES: readonly KernelCase[] = [
  ...maskedCase({ d0: 1, d1: 1, d2: 1, cols: 1 }, [0, 0, 0, 0], 1),
  ...maskedCase({ d0: 2, d1: 3, d2: 4, cols: 5 }, [60, 20, 5, 1], 2),
  ...maskedCase({ d0: 2, d1: 3, d2: 4, cols: 17 }, [0, 0, 17, 1], 3),
  ...maskedCase({ d0: 2, d1: 2, d2: 3, cols: 16 }, [16, 0, 0, 1], 4),
  ...maskedCase({ d0: 2, d1: 2, d2: 3, cols: 7 }, [6, 3, 1, 0], 5),
];
