// Where a coordinate of a sampling grid reads an axis, and with which weights: the definition in double precision.
import { roundHalfEven } from '../../numeric/rounding.ts';

export type GridSampling = {
  /** 0 nearest, 1 linear, 2 cubic. */
  readonly mode: number;
  /** 0 zeros, 1 border, 2 reflection. */
  readonly padding: number;
  readonly alignCorners: boolean;
};

const CUBIC = -0.75;
/** Coordinates further out than this are as good as outside. */
const FARTHEST = 2 ** 20;

function reflected(x: number, low: number, high: number): number {
  const range = high - low;
  if (range <= 0) return low;
  const beyond = x < low ? low - x : x - high;
  if (beyond <= 0) return x;
  const turns = Math.floor(beyond / range);
  const rest = beyond - turns * range;
  return (turns % 2 === 0) === x < low ? low + rest : high - rest;
}

interface Tap {
  /** -1 outside, where zeros are read. */
  readonly at: number;
  readonly weight: number;
}

function place({ padding, alignCorners }: GridSampling, index: number, size: number): number {
  if (index >= 0 && index < size) return index;
  if (padding === 0) return -1;
  const inner = padding === 1 ? index : Math.trunc(alignCorners ? reflected(index, 0, size - 1) : reflected(index, -0.5, size - 0.5));
  return Math.max(0, Math.min(size - 1, inner));
}

function tapsOf(sampling: GridSampling, coordinate: number, size: number): Tap[] {
  const { mode, padding, alignCorners } = sampling;
  const given = Number.isNaN(coordinate) ? 0 : coordinate;
  const position = alignCorners ? ((given + 1) / 2) * (size - 1) : ((given + 1) * size - 1) / 2;
  const bounded = Math.max(-FARTHEST, Math.min(FARTHEST, position));
  const whole = mode === 0 ? roundHalfEven(bounded) : bounded;
  const [low, high] = alignCorners ? [0, size - 1] : [-0.5, size - 0.5];
  const outside = whole < low || whole > high;
  const x = !outside || padding === 0 ? whole : padding === 1 ? Math.max(0, Math.min(size - 1, whole)) : reflected(whole, low, high);
  if (mode === 0) return [{ at: place(sampling, Math.trunc(x), size), weight: 1 }];
  const left = Math.floor(x);
  const t = x - left;
  if (mode === 1) return [{ at: place(sampling, left, size), weight: 1 - t }, { at: place(sampling, left + 1, size), weight: t }];
  const near = (d: number): number => ((CUBIC + 2) * d - (CUBIC + 3)) * d * d + 1;
  const far = (d: number): number => ((CUBIC * d - 5 * CUBIC) * d + 8 * CUBIC) * d - 4 * CUBIC;
  return [far(t + 1), near(t), near(1 - t), far(2 - t)].map((weight, k) => ({ at: place(sampling, left - 1 + k, size), weight }));
}

/** Value at one point: coordinates are innermost dimension first; `read` gives elements of the image. */
export function samplePoint(sampling: GridSampling, image: readonly number[], coordinates: readonly number[], read: (element: number) => number): number {
  const sum = (dim: number, base: number): number => {
    if (dim === image.length) return read(base);
    const taps = tapsOf(sampling, coordinates[image.length - 1 - dim] ?? 0, image[dim] ?? 1);
    return taps.reduce((total, { at, weight }) => total + (at < 0 ? 0 : weight * sum(dim + 1, base * (image[dim] ?? 1) + at)), 0);
  };
  return sum(0, 0);
}
