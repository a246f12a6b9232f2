// Quantizes weights (int8 in [-127, 127], symmetric, one scale per output channel) and biases (int32 at scale_x * scale_w[c]).
import type { QuantParams } from '../ir/graph.ts';
import { DEFAULT_SCHEME, type QuantScheme, allowedScale } from './scheme.ts';

/** A channel of zeros gets this scale; its requantization multiplier is then small but representable. */
const SCALE_OF_ZEROS = 2 ** -20;

/** Scales of the scheme: one where it allows no more. */
function allowed(scales: readonly number[], scheme: QuantScheme): number[] {
  const largest = scales.reduce((a, b) => Math.max(a, b), 0);
  return scales.map((s) => allowedScale(scheme.perChannel ? s : largest, scheme));
}

/** One scale per output channel: largest magnitude / 127, all equal where the scheme is per tensor. `weights` is [channel][tap]. */
export function weightScales(weights: Float32Array, channels: number, scheme: QuantScheme = DEFAULT_SCHEME): number[] {
  const taps = weights.length / channels;
  const scales = Array.from({ length: channels }, (_, c) => {
    let largest = 0;
    for (let i = c * taps; i < (c + 1) * taps; i++) largest = Math.max(largest, Math.abs(weights[i] ?? 0));
    return largest === 0 ? SCALE_OF_ZEROS : Math.fround(largest / 127);
  });
  return allowed(scales, scheme);
}

/** Steps of the accumulator finer than this share of an output step carry nothing and only cost headroom. */
const FINEST_STEP = 2 ** -16;

export interface ChannelContext {
  readonly bias: ArrayLike<number> | null;
  readonly inputScale: number;
  readonly outputScale: number;
  readonly scheme?: QuantScheme;
}

/** Raises the scales of channels whose weights are tiny, so that scale_x * scale_w[c] is no finer than needed and each bias stays below 2^30 steps. */
export function scalesForAccumulator(scales: readonly number[], context: ChannelContext): number[] {
  const { bias, inputScale, outputScale, scheme = DEFAULT_SCHEME } = context;
  const finest = (outputScale / inputScale) * FINEST_STEP;
  return allowed(scales.map((s, c) => Math.fround(Math.max(s, finest, Math.abs(bias?.[c] ?? 0) / (inputScale * 2 ** 30)))), scheme);
}

/** How rounding errors of the columns of one filter block are taken back by columns that are rounded later (compensate-rounding.ts). */
export interface Feedback {
  /** Columns (elements of a filter) in the order in which they are rounded. */
  readonly order: Int32Array;
  /** [k][j], j < k: how much of the error of order[j] column order[k] takes back. */
  readonly coefficients: Float64Array;
}

/** Feedback of the filter of each output channel; empty: each weight is rounded by itself. */
export type FeedbackOf = (output: number) => readonly Feedback[];

/** Int8 weights in [-127, 127]; with feedback, errors are compensated within each of its blocks. */
export function quantizeWeights(weights: Float32Array, scales: readonly number[], feedback?: FeedbackOf): Int8Array {
  const taps = weights.length / scales.length;
  const result = new Int8Array(weights.length);
  scales.forEach((scale, output) => {
    const [from, to] = [output * taps, (output + 1) * taps];
    for (let i = from; i < to; i++) result[i] = stepsOf(weights[i] ?? 0, scale);
    for (const block of feedback?.(output) ?? []) compensate(block, { weights: weights.subarray(from, to), scale, into: result.subarray(from, to) });
  });
  return result;
}

/** The one place where a weight is rounded. */
function stepsOf(weight: number, scale: number): number {
  return Math.max(-127, Math.min(127, Math.round(weight / scale)));
}

/** Sum of `row[from + j] * errors[j]` over the first `count`: four sums side by side, because each addition waits for the one before it. */
function product(row: Float64Array, from: number, errors: Float64Array, count: number): number {
  let [a, b, c, d] = [0, 0, 0, 0];
  let j = 0;
  for (; j + 4 <= count; j += 4) {
    a += row[from + j] * errors[j];
    b += row[from + j + 1] * errors[j + 1];
    c += row[from + j + 2] * errors[j + 2];
    d += row[from + j + 3] * errors[j + 3];
  }
  for (; j < count; j++) a += row[from + j] * errors[j];
  return a + b + (c + d);
}

/** Rounds the columns of one block in turn, each to what makes up for the errors before it. */
function compensate({ order, coefficients }: Feedback, { weights, scale, into }: { weights: Float32Array; scale: number; into: Int8Array }): void {
  const errors = new Float64Array(order.length);
  for (let k = 0; k < order.length; k++) {
    const carried = product(coefficients, k * order.length, errors, k);
    const at = order[k] ?? 0;
    const weight = weights[at] ?? 0;
    const q = stepsOf(weight - carried, scale);
    errors[k] = q * scale - weight;
    into[at] = q;
  }
}

/** Int8 weights in real units. */
export function realWeights(quantized: Int8Array, scales: readonly number[]): Float32Array {
  const taps = quantized.length / scales.length;
  const real = new Float32Array(quantized.length);
  scales.forEach((scale, c) => {
    for (let i = c * taps; i < (c + 1) * taps; i++) real[i] = (quantized[i] ?? 0) * scale;
  });
  return real;
}

export function quantizeBias(bias: ArrayLike<number>, inputScale: number, scales: readonly number[]): Int32Array {
  return Int32Array.from({ length: bias.length }, (_, c) => Math.round((bias[c] ?? 0) / (inputScale * (scales[c] ?? 1))));
}

export function perChannel(scales: readonly number[]): QuantParams {
  return { scale: scales, zeroPoint: scales.map(() => 0), axis: 0 };
}
