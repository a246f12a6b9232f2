// Noise of a tensor per channel, split by how it travels: what is alike at all places of a channel is not averaged out by pooling, the rest is.
// Tensors have their channels in the last dimension; a place is everything before it (a pixel, a row). Rows of single samples are summed in their
// order; runtime-c/observe/observe_noise.c makes them.
import type { Power } from './error-power.ts';

export interface ChannelNoise {
  /** Sum of squared errors of each channel. */
  readonly all: Float64Array;
  /** Part of it that all places share: places * (mean error)^2. */
  readonly alike: Float64Array;
}

/** One tensor of one sample. */
export interface NoiseRow {
  readonly places: number;
  readonly channels: number;
  /** [6][channels]: sum of squares of the reference, then its noise as measured, all and alike; then what storing the reference in int8 alone
   * does, all and alike, and the elements that are not zero. [3][channels] where the tensor is not stored in int8; empty where there is none. */
  readonly sums: Float64Array;
}

/** What storing a tensor in int8 does to it. */
export interface StoredNoise extends ChannelNoise {
  /** Elements of each channel that are not zero: zero is stored exactly, and nothing passes where an activation function cut off. */
  readonly active: Float64Array;
}

/** One tensor of all samples. */
export interface TensorNoise extends Power {
  readonly channels: number;
  readonly measured: ChannelNoise;
  /** Null where the tensor is not stored in int8. */
  readonly stored: StoredNoise | null;
}

const MEASURED = 3;

export const NO_ROW: NoiseRow = { places: 0, channels: 0, sums: new Float64Array(0) };

function total(values: Float64Array): number {
  return values.reduce((a, b) => a + b, 0);
}

/** Sums of samples of one tensor, in their order. */
export function sumRows(rows: readonly NoiseRow[]): TensorNoise {
  const channels = rows[0]?.channels ?? 0;
  const sums = new Float64Array(rows[0]?.sums.length ?? 0);
  for (const row of rows) row.sums.forEach((v, i) => (sums[i] = (sums[i] ?? 0) + v));
  const part = (k: number): Float64Array => sums.subarray(k * channels, (k + 1) * channels);
  const measured = { all: part(1), alike: part(2) };
  const stored = sums.length <= MEASURED * channels ? null : { all: part(3), alike: part(4), active: part(5) };
  return { channels, signal: total(part(0)), noise: total(measured.all), elements: rows.reduce((n, r) => n + r.places * channels, 0), measured, stored };
}
