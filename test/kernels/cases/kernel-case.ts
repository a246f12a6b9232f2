// A kernel case: one call written as data, run on every build of the kernels and compared with a TypeScript reference.
// Constants are canonical; the runner packs them for the variant it tests. All data is pseudo-random from fixed seeds.
import { requantParams, sumParams } from '../../../src/numeric/fixed-point.ts';
import type { TensorData } from '../../../src/ir/dtype.ts';
import type { ParamValues } from '../../../src/kernels/program.ts';

export type Operands = Readonly<Record<string, TensorData | null>>;

export interface KernelCase {
  readonly name: string;
  readonly kernel: string;
  readonly params: ParamValues;
  /** By operand name; for the output, what its buffer holds before the call. */
  readonly operands: Operands;
  /** Input operand that the output lies on. */
  readonly inPlace?: string;
}

/** Numbers in [0, 1) (mulberry32). */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Int8 values; about one in eight is an extreme. */
export function int8Data(length: number, seed: number, min = -128, max = 127): Int8Array {
  const next = random(seed);
  return Int8Array.from({ length }, () => {
    const r = next();
    return r < 0.06 ? min : r < 0.12 ? max : min + Math.floor(next() * (max - min + 1));
  });
}

export function floatData(length: number, seed: number, range = 2): Float32Array {
  const next = random(seed);
  return Float32Array.from({ length }, () => (next() * 2 - 1) * range);
}

/** Multiples of 1/8 in [-range, range]: their products and sums are exact in float, so that rounding to int8 has one answer. */
export function eighths(length: number, seed: number, range = 2): Float32Array {
  return floatData(length, seed, range).map((v) => Math.round(8 * v) / 8);
}

/** {bias, scale as bits} per channel of a requantization table {bias, M, s}. */
export function channelScales({ table }: ChannelRequant, seed: number): Int32Array {
  const scales = floatData(table.length / 3, seed, 0.01);
  const bits = new Int32Array(scales.buffer);
  return Int32Array.from({ length: 2 * scales.length }, (_, i) => (i % 2 === 0 ? (table[(3 * i) / 2] ?? 0) : (bits[(i - 1) / 2] ?? 0)));
}

export interface ChannelRequant {
  readonly preShift: number;
  /** {bias, M, s} per channel. */
  readonly table: Int32Array;
}

/** Requantization that spreads sums of `terms` products over the int8 range, or `gain` times as far. */
export function channelRequant(channels: number, terms: number, seed: number, gain = 1): ChannelRequant {
  const next = random(seed);
  const reals = Array.from({ length: channels }, () => ((0.3 + next()) * 60 * gain) / (Math.sqrt(terms) * 5400));
  const biases = Array.from({ length: channels }, () => Math.round((next() - 0.5) * Math.sqrt(terms) * 8000));
  const params = requantParams(reals, biases.map((bias) => terms * 128 * 128 + Math.abs(bias)));
  if (params === null) throw new Error('the case has no requantization');
  const table = biases.flatMap((bias, c) => [bias, params.multipliers[c] ?? 0, params.shifts[c] ?? 0]);
  return { preShift: params.preShift, table: Int32Array.from(table) };
}

/** As channelRequant with a residual of twice (even seeds) or a third of the output's scale: {bias, M} per channel, and the call's own params. */
export function channelSum(channels: number, terms: number, seed: number): { readonly table: Int32Array; readonly params: ParamValues } {
  const next = random(seed);
  const reals = Array.from({ length: channels }, () => ((0.1 + next()) * 40) / (Math.sqrt(terms) * 5400));
  const biases = Array.from({ length: channels }, () => Math.round((next() - 0.5) * Math.sqrt(terms) * 8000));
  const bounds = biases.map((bias) => terms * 128 * 128 + Math.abs(bias));
  const sum = sumParams({ reals, bounds }, { scale: seed % 2 === 0 ? 2 : 1 / 3, zeroPoint: -19 }, { scale: 1, zeroPoint: 3 });
  if (sum === null) throw new Error('the case has no requantization');
  const clamp = seed % 2 === 0 ? { out_min: -128, out_max: 127 } : { out_min: -7, out_max: 101 };
  const params = { pre_shift: sum.preShift, residual_multiplier: sum.residualMultiplier, offset: sum.offset, shift: sum.shift, ...clamp };
  return { table: Int32Array.from(biases.flatMap((bias, c) => [bias, sum.multipliers[c] ?? 0])), params };
}

/** Params of the output clamp, narrowed for odd seeds. */
export function int8Clamp(seed: number): ParamValues {
  return seed % 2 === 0 ? { out_zero_point: 3, out_min: -128, out_max: 127 } : { out_zero_point: -7, out_min: -7, out_max: 101 };
}

export function floatClamp(seed: number): ParamValues {
  return seed % 2 === 0 ? { out_min: -Infinity, out_max: Infinity } : { out_min: 0, out_max: 1.5 };
}
