// How noise in the channels of one unit's output reaches the channels of its reader's output, for errors that all places of a channel share and for
// those that differ from place to place: the latter add up in squares and vanish in means. Works backwards on gains: noise over signal at the
// network's outputs per noise over signal in a channel. Comes from weights and statistics; what was measured scales it in the noise model.
import { type Filters, inputChannel } from './filters.ts';

/** Gains per channel of errors that are alike at all places, and of errors that are not. */
export interface Gains {
  readonly alike: Float64Array;
  readonly apart: Float64Array;
}

/** What a transfer needs to know of a unit's output. */
export interface Signal {
  readonly channels: number;
  /** Elements per channel of one sample. */
  readonly places: number;
  /** Sum of squares over the metric samples. */
  readonly power: number;
  /** Share of the elements of each channel that are not zero. */
  readonly active: Float64Array;
}

export type Transfer =
  /** Products with constant weights. */
  | { readonly kind: 'linear'; readonly squares: Squares }
  /** Channel c of the source is channel c + offset here; with `averages`, a place here is the mean of several there. */
  | { readonly kind: 'channels'; readonly offset: number; readonly averages: boolean }
  /** Channels are mixed in a way that is not followed. */
  | { readonly kind: 'mixed' };

/** Squared weights by output channel and by channel of the source. */
export interface Squares {
  readonly width: number;
  /** Channel of the source that the first entry of each output multiplies; the others follow. */
  readonly first: Int32Array;
  /** Of errors that differ from tap to tap: sums of squares. Of errors that all taps share: squares of sums. */
  readonly apart: Float32Array;
  readonly alike: Float32Array;
}

/** Taps, and the places of a flattened image, are summed up. */
export function squaresOf(f: Filters, channels: number): Squares {
  const folds = f.inner > channels && f.inner % channels === 0;
  const width = folds ? channels : f.inner;
  const sums = new Float64Array(f.outputs * width);
  const apart = new Float32Array(f.outputs * width);
  for (let o = 0, at = 0; o < f.outputs; o++) {
    for (let i = 0; i < f.inner; i++) {
      const slot = o * width + (folds ? i % width : i);
      for (let t = 0; t < f.taps; t++, at++) {
        const w = f.weights[at] ?? 0;
        sums[slot] = (sums[slot] ?? 0) + w;
        apart[slot] = (apart[slot] ?? 0) + w * w;
      }
    }
  }
  const alike = new Float32Array(sums.length);
  for (let i = 0; i < sums.length; i++) alike[i] = (sums[i] ?? 0) ** 2;
  return { width, first: Int32Array.from({ length: f.outputs }, (_, o) => inputChannel(f, o, 0, channels)), apart, alike };
}

export function noGains(channels: number): Gains {
  return { alike: new Float64Array(channels), apart: new Float64Array(channels) };
}

/** Adds to `sum`. */
export function addGains(sum: Gains, part: Gains): void {
  part.alike.forEach((g, c) => (sum.alike[c] = (sum.alike[c] ?? 0) + g));
  part.apart.forEach((g, c) => (sum.apart[c] = (sum.apart[c] ?? 0) + g));
}

/** Where fewer places come out, some of what differed between places looks alike. */
function aliased(from: Signal, to: Signal): number {
  return Math.max(0, 1 / to.places - 1 / from.places);
}

/** What a unit of noise over signal in output channel `o` counts, by the kind of error that arrives there; an activation function passes part of the
 * elements, so that errors that were alike are so no more, and the reverse. */
function arriving(to: Signal, gains: Gains, o: number): { alike: number; apart: number } {
  const active = to.active[o] ?? 1;
  const [alike, apart] = [gains.alike[o] ?? 0, to.places === 1 ? (gains.alike[o] ?? 0) : (gains.apart[o] ?? 0)];
  return { alike: active * (active * alike + (1 - active) * apart), apart: active * (apart + ((1 - active) / to.places) * alike) };
}

/** Gains at the source from gains at the reader. */
export function transferred(transfer: Transfer, from: Signal, to: Signal, gains: Gains): Gains {
  const result = noGains(from.channels);
  if (to.power === 0 || from.power === 0) return result;
  const scale = (from.power / to.power) * (to.places / from.places);
  if (transfer.kind === 'linear') linear(transfer.squares, { from, to, scale }, gains, result);
  else if (transfer.kind === 'channels') byChannel(transfer, { from, to, scale }, gains, result);
  else {
    const mean = (list: Float64Array): number => list.reduce((a, b) => a + b, 0) / list.length;
    const [alike, apart] = [mean(gains.alike) * scale, mean(to.places === 1 ? gains.alike : gains.apart) * scale];
    result.alike.fill(alike);
    result.apart.fill(apart);
  }
  return result;
}

interface Ends {
  readonly from: Signal;
  readonly to: Signal;
  readonly scale: number;
}

function linear(squares: Squares, { from, to, scale }: Ends, gains: Gains, result: Gains): void {
  const lost = to.places === 1 ? 0 : aliased(from, to);
  for (let o = 0; o < to.channels; o++) {
    const g = arriving(to, gains, o);
    const [alike, apart] = [scale * g.alike, scale * (g.apart + lost * g.alike)];
    if (alike === 0 && apart === 0) continue;
    const first = squares.first[o] ?? 0;
    const row = o * squares.width;
    for (let i = 0; i < squares.width; i++) {
      result.alike[first + i] = (result.alike[first + i] ?? 0) + (squares.alike[row + i] ?? 0) * alike;
      result.apart[first + i] = (result.apart[first + i] ?? 0) + (squares.apart[row + i] ?? 0) * apart;
    }
  }
}

function byChannel({ offset, averages }: { offset: number; averages: boolean }, { from, to, scale }: Ends, gains: Gains, result: Gains): void {
  const lost = to.places === 1 && averages ? 0 : aliased(from, to);
  // A mean over n places leaves 1/n of what differs between them, and nothing where it is over all of them.
  const left = averages ? (to.places === 1 ? 0 : to.places / from.places) : 1;
  for (let c = 0; c < from.channels; c++) {
    const g = arriving(to, gains, (c + offset) % to.channels);
    result.alike[c] = scale * g.alike;
    result.apart[c] = scale * left * (g.apart + lost * g.alike);
  }
}
