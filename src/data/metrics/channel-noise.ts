// Errors of a tensor per channel, split by how they travel: what is alike at all places of a channel is not averaged out by pooling, the rest is.
// Tensors have their channels in the last dimension; a place is everything before it (a pixel, a row). Sums are in double precision, in order.
import type { TensorData } from '../../ir/dtype.ts';
import type { StoredForm } from './error-power.ts';

export interface ChannelNoise {
  /** Sum of squared errors of each channel. */
  readonly all: Float64Array;
  /** Part of it that all places share: places * (mean error)^2. */
  readonly alike: Float64Array;
}

/** What storing a tensor in int8 does to it. */
export interface StoredNoise extends ChannelNoise {
  /** Elements of each channel that are not zero: zero is stored exactly, and nothing passes where an activation function cut off. */
  readonly active: Float64Array;
}

/** Adding and taking away this rounds a double of moderate size to the nearest integer, ties to even. */
const TO_INTEGER = 1.5 * 2 ** 52;

/** Factor of each channel; factors repeat along the last dimension, whose length they divide. */
function factorsOf({ factors }: StoredForm, channels: number): Float64Array {
  return Float64Array.from({ length: channels }, (_, c) => factors[c % factors.length] ?? 1);
}

function alikeOf(sums: Float64Array, places: number): Float64Array {
  return sums.map((sum) => (places === 0 ? 0 : (sum * sum) / places));
}

/** Of stored elements against the real ones, in the units of the quantized network (see StoredForm). */
export function channelNoise(reference: Float32Array, stored: TensorData, form: StoredForm, channels: number): ChannelNoise {
  const { step, zeroPoint } = form;
  const factors = factorsOf(form, channels);
  const [all, sums] = [new Float64Array(channels), new Float64Array(channels)];
  const places = Math.floor(Math.min(reference.length, stored.length) / channels);
  for (let p = 0, i = 0; p < places; p++) {
    for (let c = 0; c < channels; c++, i++) {
      const error = (Number(stored[i]) - zeroPoint) * step - (reference[i] ?? 0) * (factors[c] ?? 1);
      all[c] = (all[c] ?? 0) + error * error;
      sums[c] = (sums[c] ?? 0) + error;
    }
  }
  return { all, alike: alikeOf(sums, places) };
}

/** Of rounding real elements to int8 and saturating them. */
export function storedNoise(values: Float32Array, form: StoredForm, channels: number): StoredNoise {
  const { step, zeroPoint } = form;
  const factors = factorsOf(form, channels);
  const [all, sums, active] = [new Float64Array(channels), new Float64Array(channels), new Float64Array(channels)];
  const [inverse, least, most] = [1 / step, -128 - zeroPoint, 127 - zeroPoint];
  const places = Math.floor(values.length / channels);
  for (let p = 0, i = 0; p < places; p++) {
    for (let c = 0; c < channels; c++, i++) {
      const value = (values[i] ?? 0) * (factors[c] ?? 1);
      if (value === 0) continue;
      const level = value * inverse;
      const rounded = level >= most ? most : level <= least ? least : level + TO_INTEGER - TO_INTEGER;
      const error = rounded * step - value;
      all[c] = (all[c] ?? 0) + error * error;
      sums[c] = (sums[c] ?? 0) + error;
      active[c] = (active[c] ?? 0) + 1;
    }
  }
  return { all, alike: alikeOf(sums, places), active };
}

function sumOf(rows: readonly Float64Array[]): Float64Array {
  const sum = new Float64Array(rows[0]?.length ?? 0);
  for (const row of rows) row.forEach((v, c) => (sum[c] = (sum[c] ?? 0) + v));
  return sum;
}

/** Sums of samples, in their order. */
export function sumChannels(rows: readonly ChannelNoise[]): ChannelNoise {
  return { all: sumOf(rows.map((r) => r.all)), alike: sumOf(rows.map((r) => r.alike)) };
}

export function sumStored(rows: readonly StoredNoise[]): StoredNoise {
  return { ...sumChannels(rows), active: sumOf(rows.map((r) => r.active)) };
}
