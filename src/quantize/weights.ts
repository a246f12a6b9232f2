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

export function quantizeWeights(weights: Float32Array, scales: readonly number[]): Int8Array {
  const taps = weights.length / scales.length;
  return Int8Array.from(weights, (w, i) => Math.max(-127, Math.min(127, Math.round(w / (scales[Math.floor(i / taps)] ?? 1)))));
}

/** The weights as their int8 form represents them, in real units. */
export function roundedWeights(weights: Float32Array, scales: readonly number[]): Float32Array {
  const taps = weights.length / scales.length;
  return Float32Array.from(quantizeWeights(weights, scales), (q, i) => q * (scales[Math.floor(i / taps)] ?? 1));
}

export function quantizeBias(bias: ArrayLike<number>, inputScale: number, scales: readonly number[]): Int32Array {
  return Int32Array.from({ length: bias.length }, (_, c) => Math.round((bias[c] ?? 0) / (inputScale * (scales[c] ?? 1))));
}

export function perChannel(scales: readonly number[]): QuantParams {
  return { scale: scales, zeroPoint: scales.map(() => 0), axis: 0 };
}
