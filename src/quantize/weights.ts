// Quantizes weights (int8 in [-127, 127], symmetric, one scale per output channel) and biases (int32 at scale_x * scale_w[c]).
import type { QuantParams } from '../ir/graph.ts';

/** A channel of zeros gets this scale; its requantization multiplier is then small but representable. */
const SCALE_OF_ZEROS = 2 ** -20;

/** One scale per output channel: largest magnitude / 127. `weights` is [channel][tap]. */
export function weightScales(weights: Float32Array, channels: number): number[] {
  const taps = weights.length / channels;
  return Array.from({ length: channels }, (_, c) => {
    let largest = 0;
    for (let i = c * taps; i < (c + 1) * taps; i++) largest = Math.max(largest, Math.abs(weights[i] ?? 0));
    return largest === 0 ? SCALE_OF_ZEROS : Math.fround(largest / 127);
  });
}

/** Raises scales so that each bias stays below 2^30 steps of scale_x * scale_w[c]. */
export function scalesForBias(scales: readonly number[], bias: ArrayLike<number> | null, inputScale: number): number[] {
  return scales.map((s, c) => Math.fround(Math.max(s, Math.abs(bias?.[c] ?? 0) / (inputScale * 2 ** 30))));
}

export function quantizeWeights(weights: Float32Array, scales: readonly number[]): Int8Array {
  const taps = weights.length / scales.length;
  return Int8Array.from(weights, (w, i) => Math.max(-127, Math.min(127, Math.round(w / (scales[Math.floor(i / taps)] ?? 1)))));
}

export function quantizeBias(bias: ArrayLike<number>, inputScale: number, scales: readonly number[]): Int32Array {
  return Int32Array.from({ length: bias.length }, (_, c) => Math.round((bias[c] ?? 0) / (inputScale * (scales[c] ?? 1))));
}

export function perChannel(scales: readonly number[]): QuantParams {
  return { scale: scales, zeroPoint: scales.map(() => 0), axis: 0 };
}
