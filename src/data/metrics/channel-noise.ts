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

/** Collects the errors of elements in row-major order. */
class Collector {
  readonly all: Float64Array;
  readonly #sums: Float64Array;

  constructor(channels: number) {
    this.all = new Float64Array(channels);
    this.#sums = new Float64Array(channels);
  }

  add(channel: number, error: number): void {
    this.all[channel] = (this.all[channel] ?? 0) + error * error;
    this.#sums[channel] = (this.#sums[channel] ?? 0) + error;
  }

  alike(places: number): Float64Array {
    return this.#sums.map((sum) => (places === 0 ? 0 : (sum * sum) / places));
  }
}

/** Of stored elements against the real ones, in the units of the quantized network (see StoredForm). */
export function channelNoise(reference: Float32Array, stored: TensorData, form: StoredForm, channels: number): ChannelNoise {
  const { step, zeroPoint, factors } = form;
  const noise = new Collector(channels);
  const elements = Math.min(reference.length, stored.length);
  for (let i = 0, c = 0, f = 0; i < elements; i++) {
    noise.add(c, (Number(stored[i]) - zeroPoint) * step - (reference[i] ?? 0) * (factors[f] ?? 1));
    if (++c === channels) c = 0;
    if (++f === factors.length) f = 0;
  }
  return { all: noise.all, alike: noise.alike(elements / channels) };
}

/** Of rounding real elements to int8 and saturating them. */
export function storedNoise(values: Float32Array, { step, zeroPoint, factors }: StoredForm, channels: number): StoredNoise {
  const noise = new Collector(channels);
  const active = new Float64Array(channels);
  for (let i = 0, c = 0, f = 0; i < values.length; i++) {
    const value = (values[i] ?? 0) * (factors[f] ?? 1);
    if (value !== 0) {
      active[c] = (active[c] ?? 0) + 1;
      noise.add(c, Math.max(-128 - zeroPoint, Math.min(127 - zeroPoint, Math.round(value / step))) * step - value);
    }
    if (++c === channels) c = 0;
    if (++f === factors.length) f = 0;
  }
  return { all: noise.all, alike: noise.alike(values.length / channels), active };
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
