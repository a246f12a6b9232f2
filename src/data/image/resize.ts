// Resizing by two filters: 'pil' is Pillow's antialiased BILINEAR, bit for bit on 8-bit images; 'bilinear' samples the four
// neighbours at half-pixel centres without antialiasing and keeps fractions. Pure.
import type { Image } from './image.ts';

export type Filter = 'pil' | 'bilinear';

/** Weights of the source pixels that make one output pixel. */
interface Tap {
  readonly start: number;
  readonly weights: readonly number[];
}

const FRACTION_BITS = 22;

/**
 * Triangle filter stretched by the reduction factor, as in Pillow's precompute_coeffs; weights in 22-bit fixed point.
 * Source of the formula: Pillow, Resample.c (its documentation of `Image.resize`).
 */
function antialiasedTaps(from: number, to: number): Tap[] {
  const scale = from / to;
  const support = Math.max(scale, 1);
  return Array.from({ length: to }, (_, x) => {
    const centre = (x + 0.5) * scale;
    const start = Math.max(Math.trunc(centre - support + 0.5), 0);
    const end = Math.min(Math.trunc(centre + support + 0.5), from);
    const raw = Array.from({ length: end - start }, (__, i) => Math.max(0, 1 - Math.abs((i + start - centre + 0.5) / support)));
    const sum = raw.reduce((total, w) => total + w, 0);
    return { start, weights: raw.map((w) => Math.trunc(0.5 + (w / sum) * 2 ** FRACTION_BITS)) };
  });
}

function plainTaps(from: number, to: number): Tap[] {
  return Array.from({ length: to }, (_, x) => {
    const centre = Math.min(Math.max((x + 0.5) * (from / to) - 0.5, 0), from - 1);
    const start = Math.min(Math.floor(centre), Math.max(from - 2, 0));
    const rest = centre - start;
    return { start, weights: from === 1 ? [1] : [1 - rest, rest] };
  });
}

/** One axis of an image as lines: `outer` blocks of `count` pixels that are `step` elements apart. */
interface Axis {
  readonly outer: number;
  readonly count: number;
  readonly step: number;
}

type Store = (sum: number) => number;

function resample(data: Image['data'], out: Image['data'], axis: Axis, options: { readonly taps: readonly Tap[]; readonly store: Store }): void {
  const { taps, store } = options;
  for (let block = 0; block < axis.outer; block++) {
    const source = block * axis.count * axis.step;
    const target = block * taps.length * axis.step;
    for (let x = 0; x < taps.length; x++) {
      const { start, weights } = taps[x] ?? { start: 0, weights: [] };
      for (let lane = 0; lane < axis.step; lane++) {
        let sum = 0;
        for (let k = 0, at = source + start * axis.step + lane; k < weights.length; k++, at += axis.step) sum += (data[at] ?? 0) * (weights[k] ?? 0);
        out[target + x * axis.step + lane] = store(sum);
      }
    }
  }
}

const toByte: Store = (sum) => Math.min(Math.max((sum + 2 ** (FRACTION_BITS - 1)) >> FRACTION_BITS, 0), 255);
const keep: Store = (sum) => sum;

/** `image` at `height` x `width`; columns first, then rows. 'pil' on an image with fractions rounds them first. */
export function resizeImage(image: Image, height: number, width: number, filter: Filter): Image {
  const make = filter === 'pil' ? antialiasedTaps : plainTaps;
  const store = filter === 'pil' ? toByte : keep;
  const allocate = (n: number): Image['data'] => (filter === 'pil' ? new Uint8Array(n) : new Float32Array(n));
  const { channels } = image;
  let current = image;
  if (width !== current.width) {
    const data = allocate(current.height * width * channels);
    resample(current.data, data, { outer: current.height, count: current.width, step: channels }, { taps: make(current.width, width), store });
    current = { ...current, width, data };
  }
  if (height !== current.height) {
    const data = allocate(height * width * channels);
    resample(current.data, data, { outer: 1, count: current.height, step: width * channels }, { taps: make(current.height, height), store });
    current = { ...current, height, data };
  }
  return current;
}
