// The geometry of Resize: for every output position along an axis the input positions it reads and their weights. Formulas are those of the ONNX
// specification; positions beyond the ends are those of the edge. Axes are independent of one another, so that an image is resized axis by axis.
import type { IndexList } from './index-map.ts';

export type ResizeMode = 'nearest' | 'linear' | 'cubic';
export type CoordinateMode = 'half_pixel' | 'half_pixel_symmetric' | 'pytorch_half_pixel' | 'align_corners' | 'asymmetric' | 'tf_half_pixel_for_nn' | 'tf_crop_and_resize';
/** `simple`: down where the axis grows, up where it shrinks (opset 10 and Upsample). */
export type NearestMode = 'round_prefer_floor' | 'round_prefer_ceil' | 'floor' | 'ceil' | 'simple';

export type ResizeAttrs = {
  readonly mode: ResizeMode;
  readonly coordinates: CoordinateMode;
  readonly nearest: NearestMode;
  readonly cubicA: number;
  readonly excludeOutside: boolean;
  readonly antialias: boolean;
  /** What is read outside of the region of tf_crop_and_resize. */
  readonly extrapolation: number;
  /** Per axis: output size over input size as asked for, output size, and the region in fractions of the input. */
  readonly scales: readonly number[];
  readonly sizes: readonly number[];
  readonly from: readonly number[];
  readonly to: readonly number[];
};

/** One axis. `taps` weights per output position, of input positions from `starts[i]` on; all inside the input. */
export interface AxisTable {
  readonly taps: number;
  readonly starts: readonly number[];
  readonly weights: readonly number[];
  /** Output positions that lie in the region; the others hold the extrapolation value. */
  readonly first: number;
  readonly end: number;
}

interface Axis {
  readonly size: number;
  readonly output: number;
  readonly scale: number;
  readonly from: number;
  readonly to: number;
}

function axisOf(attrs: ResizeAttrs, input: readonly number[], axis: number): Axis {
  const pick = (list: readonly number[], fallback: number): number => list[axis] ?? fallback;
  return { size: input[axis] ?? 1, output: pick(attrs.sizes, 1), scale: pick(attrs.scales, 1), from: pick(attrs.from, 0), to: pick(attrs.to, 1) };
}

/** Position in the input of the centre of output position i. */
function original(mode: CoordinateMode, i: number, { size, output, scale, from, to }: Axis): number {
  const width = scale * size;
  switch (mode) {
    case 'align_corners': return width === 1 ? 0 : (i * (size - 1)) / (width - 1);
    case 'asymmetric': return i / scale;
    case 'tf_half_pixel_for_nn': return (i + 0.5) / scale;
    case 'tf_crop_and_resize': return from * (size - 1) + (output > 1 ? (i * (to - from) * (size - 1)) / (width - 1) : 0.5 * (to - from) * (size - 1));
    case 'pytorch_half_pixel': return output > 1 ? (i + 0.5) / scale - 0.5 : 0;
    case 'half_pixel_symmetric': return (size / 2) * (1 - output / width) + (i + 0.5) / scale - 0.5;
    case 'half_pixel': return (i + 0.5) / scale - 0.5;
  }
}

function nearest(mode: NearestMode, x: number, shrinks: boolean): number {
  switch (mode) {
    case 'floor': return Math.floor(x);
    case 'ceil': return Math.ceil(x);
    case 'simple': return shrinks ? Math.ceil(x) : Math.floor(x);
    case 'round_prefer_ceil': return Math.floor(x + 0.5);
    case 'round_prefer_floor': return Math.ceil(x - 0.5);
  }
}

function cubic(distance: number, a: number): number {
  const x = Math.abs(distance);
  if (x <= 1) return ((a + 2) * x - (a + 3)) * x * x + 1;
  return x < 2 ? ((a * x - 5 * a) * x + 8 * a) * x - 4 * a : 0;
}

/** Weights of the input positions from `start` on around x, edges not yet considered. Antialiasing widens the filter of an axis that shrinks. */
function filter(attrs: ResizeAttrs, x: number, scale: number): { start: number; weights: number[] } {
  const left = Math.ceil(x) - 1;
  const narrow = attrs.antialias ? Math.min(1, scale) : 1;
  const reach = attrs.mode === 'linear' ? 1 : 2;
  const first = Math.floor(-reach / narrow) + 1;
  const weights = Array.from({ length: 2 - 2 * first }, (_, k) => {
    const distance = (left + first + k - x) * narrow;
    return attrs.mode === 'linear' ? Math.max(0, 1 - Math.abs(distance)) : cubic(distance, attrs.cubicA);
  });
  return { start: left + first, weights };
}

function normalised(weights: readonly number[]): number[] {
  const sum = weights.reduce((a, b) => a + b, 0);
  return sum === 0 ? [...weights] : weights.map((w) => w / sum);
}

/** Weights moved to positions inside the input. */
function inside(attrs: ResizeAttrs, x: number, axis: Axis): Map<number, number> {
  const { start, weights } = filter(attrs, x, axis.scale);
  const outside = (k: number): boolean => start + k < 0 || start + k >= axis.size;
  const kept = attrs.excludeOutside ? normalised(weights.map((w, k) => (outside(k) ? 0 : w))) : attrs.antialias ? normalised(weights) : weights;
  const places = new Map<number, number>();
  kept.forEach((w, k) => {
    const at = Math.max(0, Math.min(axis.size - 1, start + k));
    places.set(at, (places.get(at) ?? 0) + w);
  });
  return places;
}

function region(attrs: ResizeAttrs, axis: Axis): { positions: number[]; first: number; end: number } {
  const positions = Array.from({ length: axis.output }, (_, i) => original(attrs.coordinates, i, axis));
  const within = positions.map((x) => attrs.coordinates !== 'tf_crop_and_resize' || (x >= 0 && x <= axis.size - 1));
  const first = within.indexOf(true);
  return { positions, first: Math.max(0, first), end: first < 0 ? 0 : within.lastIndexOf(true) + 1 };
}

/** Positions and weights along an axis (linear and cubic). */
export function axisTable(attrs: ResizeAttrs, input: readonly number[], index: number): AxisTable {
  const axis = axisOf(attrs, input, index);
  const { positions, first, end } = region(attrs, axis);
  const places = positions.map((x) => inside(attrs, x, axis));
  const used = places.map((p) => [...p].filter(([, w]) => w !== 0).map(([at]) => at));
  const taps = Math.max(1, ...used.map((u) => (u.length === 0 ? 1 : Math.max(...u) - Math.min(...u) + 1)));
  const starts = used.map((u) => Math.max(0, Math.min(axis.size - taps, u.length === 0 ? 0 : Math.min(...u))));
  const weights = places.flatMap((p, i) => Array.from({ length: taps }, (_, k) => p.get((starts[i] ?? 0) + k) ?? 0));
  return { taps, starts, weights, first, end };
}

/** Input position of each output position (nearest); null where the axis stays as it is. */
export function nearestList(attrs: ResizeAttrs, input: readonly number[], index: number): { list: IndexList; first: number; end: number } {
  const axis = axisOf(attrs, input, index);
  const { positions, first, end } = region(attrs, axis);
  const list = positions.map((x) => Math.max(0, Math.min(axis.size - 1, nearest(attrs.nearest, x, axis.output < axis.size))));
  return { list: list.length === axis.size && list.every((v, i) => v === i) ? null : list, first, end };
}

export function isIdentity(table: AxisTable, size: number): boolean {
  return table.starts.length === size && table.taps === 1 && table.starts.every((s, i) => s === i) && table.weights.every((w) => w === 1) && table.end - table.first === size;
}
