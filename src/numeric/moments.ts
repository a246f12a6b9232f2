// Mean, variance and reach of the elements of each channel, and how sums, clamps and averages change them: what is known of an activation that
// nobody measured. Elements are taken as normal before a clamp and as independent of one another where they are added; nothing here knows an operator.

/** How many standard deviations an activation is taken to reach. */
export const REACH = 8;

export interface ChannelMoments {
  readonly mean: Float64Array;
  readonly variance: Float64Array;
  /** Least and largest element to be expected. */
  readonly low: Float64Array;
  readonly high: Float64Array;
}

export interface Bounds {
  readonly min: number;
  readonly max: number;
}

const SQRT_TAU = Math.sqrt(2 * Math.PI);

export function normalDensity(z: number): number {
  return Math.exp(-z * z / 2) / SQRT_TAU;
}

/** P(Z <= z) within 1e-7 (Abramowitz and Stegun, 26.2.17). */
export function normalShare(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const tail = normalDensity(z) * t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return z > 0 ? 1 - tail : tail;
}

/** Mean and variance of a normal variable cut to [min, max]; either may be infinite. */
export function clampedNormal(mean: number, deviation: number, { min, max }: Bounds): { mean: number; variance: number } {
  if (deviation <= 0) return { mean: Math.min(max, Math.max(min, mean)), variance: 0 };
  const [a, b] = [(min - mean) / deviation, (max - mean) / deviation];
  const [below, inside, above] = [normalShare(a), Math.max(0, normalShare(b) - normalShare(a)), 1 - normalShare(b)];
  const at = (bound: number, share: number): number => (Number.isFinite(bound) ? bound * share : 0);
  const edge = (z: number): number => (Number.isFinite(z) ? z * normalDensity(z) : 0);
  const shift = deviation * (normalDensity(a) - normalDensity(b));
  const first = at(min, below) + mean * inside + shift + at(max, above);
  const second = at(min * min, below) + (mean * mean + deviation * deviation) * inside + 2 * mean * shift + deviation * deviation * (edge(a) - edge(b)) + at(max * max, above);
  return { mean: first, variance: Math.max(0, second - first * first) };
}

function perChannel(count: number, at: (c: number) => { mean: number; variance: number; low: number; high: number }): ChannelMoments {
  const list = Array.from({ length: count }, (_, c) => at(c));
  const column = (key: 'mean' | 'variance' | 'low' | 'high'): Float64Array => Float64Array.from(list, (m) => m[key]);
  return { mean: column('mean'), variance: column('variance'), low: column('low'), high: column('high') };
}

/** Channels that are normal before a clamp. */
export function momentsOfNormal(mean: ArrayLike<number>, deviation: ArrayLike<number>, clamp: Bounds): ChannelMoments {
  const cut = (v: number): number => Math.min(clamp.max, Math.max(clamp.min, v));
  return perChannel(mean.length, (c) => {
    const [m, s] = [mean[c] ?? 0, deviation[c] ?? 0];
    return { ...clampedNormal(m, s, clamp), low: cut(m - REACH * s), high: cut(m + REACH * s) };
  });
}

/** Cuts what reaches beyond what a normal variable of that mean and variance would. */
function withinReach(moments: ChannelMoments): ChannelMoments {
  const deviation = moments.variance.map(Math.sqrt);
  return {
    ...moments,
    low: moments.low.map((v, c) => Math.max(v, (moments.mean[c] ?? 0) - REACH * (deviation[c] ?? 0))),
    high: moments.high.map((v, c) => Math.min(v, (moments.mean[c] ?? 0) + REACH * (deviation[c] ?? 0))),
  };
}

/** Sum of two independent tensors. */
export function sumOf(a: ChannelMoments, b: ChannelMoments): ChannelMoments {
  const add = (key: keyof ChannelMoments): Float64Array => a[key].map((v, c) => v + (b[key][c] ?? 0));
  return withinReach({ mean: add('mean'), variance: add('variance'), low: add('low'), high: add('high') });
}

/** What a clamp leaves of a tensor. */
export function clamped(m: ChannelMoments, clamp: Bounds): ChannelMoments {
  if (clamp.min === -Infinity && clamp.max === Infinity) return m;
  const cut = (v: number): number => Math.min(clamp.max, Math.max(clamp.min, v));
  return perChannel(m.mean.length, (c) => ({ ...clampedNormal(m.mean[c] ?? 0, Math.sqrt(m.variance[c] ?? 0), clamp), low: cut(m.low[c] ?? 0), high: cut(m.high[c] ?? 0) }));
}

/** Neighbours of an image are alike: n of them vary together as sqrt(n) independent ones would. */
function independent(elements: number): number {
  return Math.sqrt(Math.max(1, elements));
}

/** Average over `elements` neighbours. */
export function averageOf(m: ChannelMoments, elements: number): ChannelMoments {
  return withinReach({ ...m, variance: m.variance.map((v) => v / independent(elements)) });
}

/** Largest of `elements` neighbours. The largest of n normal variables is about 0.8 ln n deviations above their mean, for n of 2 to 4. */
export function largestOf(m: ChannelMoments, elements: number): ChannelMoments {
  const n = independent(elements);
  const mean = m.mean.map((v, c) => Math.min(m.high[c] ?? v, v + 0.8 * Math.log(n) * Math.sqrt(m.variance[c] ?? 0)));
  return { ...m, mean, variance: m.variance.map((v) => v / Math.sqrt(n)) };
}

/** Channels one after the other. */
export function joined(parts: readonly ChannelMoments[]): ChannelMoments {
  const column = (key: keyof ChannelMoments): Float64Array => Float64Array.from(parts.flatMap((p) => [...p[key]]));
  return { mean: column('mean'), variance: column('variance'), low: column('low'), high: column('high') };
}

/** Channels `indices`, in that order; null is a channel of constant `value`. */
export function selected(m: ChannelMoments, indices: readonly (number | null)[], value = 0): ChannelMoments {
  return perChannel(indices.length, (i) => {
    const c = indices[i] ?? null;
    return c === null ? { mean: value, variance: 0, low: value, high: value } : { mean: m.mean[c] ?? 0, variance: m.variance[c] ?? 0, low: m.low[c] ?? 0, high: m.high[c] ?? 0 };
  });
}

/** All channels as one. */
export function mixed(m: ChannelMoments): ChannelMoments {
  const count = Math.max(1, m.mean.length);
  const mean = m.mean.reduce((a, b) => a + b, 0) / count;
  const variance = m.variance.reduce((sum, v, c) => sum + v + ((m.mean[c] ?? 0) - mean) ** 2, 0) / count;
  return { mean: Float64Array.of(mean), variance: Float64Array.of(variance), low: Float64Array.of(Math.min(...m.low)), high: Float64Array.of(Math.max(...m.high)) };
}
