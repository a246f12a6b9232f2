// Deterministic pseudo-random samples for networks without data: uniform in [low, high), rounded for integer inputs.
// Sample i depends on seed and i alone, so samples can be made in any order and on any thread.
import { type Shape, elementCount, stridesOf } from '../../ir/tensor.ts';
import { type DType, isFloat } from '../../ir/dtype.ts';
import type { TensorSpec } from '../data-set.ts';
import type { Source } from './source.ts';

export interface RandomOptions {
  readonly count: number;
  readonly seed: number;
  readonly low: number;
  readonly high: number;
  /** Pictures in blocks of equal elements, of 1, 2, 4 ... by turns, since neighbours in a real picture are alike; other tensors are not concerned. */
  readonly blocks?: boolean;
  readonly inputs: readonly TensorSpec[];
}

const UNSIGNED: readonly DType[] = ['bool', 'u8', 'u16', 'u32', 'u64'];

/** Uniform numbers in [0, 1): a 32-bit counter through the finaliser of MurmurHash3. */
function uniform(seed: number): () => number {
  let counter = seed | 0;
  return () => {
    counter = (counter + 0x9e3779b9) | 0;
    let h = counter ^ (counter >>> 16);
    h = Math.imul(h, 0x85ebca6b);
    h ^= h >>> 13;
    h = Math.imul(h, 0xc2b2ae35);
    return ((h ^ (h >>> 16)) >>> 0) / 2 ** 32;
  };
}

function values(spec: TensorSpec, { sample, stream }: { sample: number; stream: number }, { seed, low, high, blocks }: RandomOptions): Float64Array {
  const next = uniform(Math.imul(seed + 1, 0x27d4eb2f) ^ Math.imul(stream + 1, 0x165667b1));
  const least = UNSIGNED.includes(spec.dtype) ? 0 : -Infinity;
  const most = spec.dtype === 'bool' ? 1 : Infinity;
  const draw = isFloat(spec.dtype) ? (): number => low + next() * (high - low) : (): number => Math.min(most, Math.max(least, Math.floor(low + next() * (high - low) + (spec.dtype === 'bool' ? 0.5 : 0))));
  const drawn = Float64Array.from({ length: elementCount(spec.shape) }, draw);
  return blocks === true && spec.shape.length === 4 ? inBlocks(drawn, spec.shape, sample) : drawn;
}

/** Every element takes the value of the first of its block; sides are those of the two larger of the last three dimensions (NCHW or NHWC). */
function inBlocks(drawn: Float64Array, shape: Shape, sample: number): Float64Array {
  const nhwc = (shape[3] ?? 1) < (shape[1] ?? 1);
  const [height, width] = nhwc ? [1, 2] : [2, 3];
  const sides = Math.floor(Math.log2(Math.max(1, Math.min(shape[height] ?? 1, shape[width] ?? 1)))) + 1;
  const side = 2 ** (sample % sides);
  const strides = stridesOf(shape);
  return drawn.map((_, i) => {
    const place = [0, 1, 2, 3].reduce((at, d) => {
      const index = Math.floor(i / (strides[d] ?? 1)) % (shape[d] ?? 1);
      return at + (strides[d] ?? 1) * (d === height || d === width ? index - (index % side) : index);
    }, 0);
    return drawn[place] ?? 0;
  });
}

export function openRandom(name: string, options: RandomOptions): Source {
  const { count, inputs } = options;
  return {
    name,
    length: count,
    labels: null,
    read: (i) => inputs.map((spec, k) => ({ kind: 'numbers', values: values(spec, { sample: i, stream: i * inputs.length + k }, options) })),
    nameOf: (i) => `random sample ${i}`,
    close: () => undefined,
  };
}
