// Deterministic pseudo-random samples for networks without data: uniform in [low, high), rounded for integer inputs.
// Sample i depends on seed and i alone, so samples can be made in any order and on any thread.
import { elementCount } from '../../ir/tensor.ts';
import { isFloat } from '../../ir/dtype.ts';
import type { TensorSpec } from '../data-set.ts';
import type { Source } from './source.ts';

export interface RandomOptions {
  readonly count: number;
  readonly seed: number;
  readonly low: number;
  readonly high: number;
  readonly inputs: readonly TensorSpec[];
}

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

function values(spec: TensorSpec, stream: number, { seed, low, high }: RandomOptions): Float64Array {
  const next = uniform(Math.imul(seed + 1, 0x27d4eb2f) ^ Math.imul(stream + 1, 0x165667b1));
  const draw = isFloat(spec.dtype) ? (): number => low + next() * (high - low) : (): number => Math.floor(low + next() * (high - low));
  return Float64Array.from({ length: elementCount(spec.shape) }, draw);
}

export function openRandom(name: string, options: RandomOptions): Source {
  const { count, inputs } = options;
  return {
    name,
    length: count,
    labels: null,
    read: (i) => inputs.map((spec, k) => ({ kind: 'numbers', values: values(spec, i * inputs.length + k, options) })),
    nameOf: (i) => `random sample ${i}`,
    close: () => undefined,
  };
}
