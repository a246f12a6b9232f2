// The integer arithmetic of quantized kernels: choice of multipliers at compile time, and bit-exact twins of runtime-c/internal/requantize.h.
// Rule (design, section 6): y = clamp((hi32((acc << preShift) * M) + (zp << s) + (1 << (s-1))) >> s); real multiplier = M * 2^(preShift - 32 - s).
// Where a residual is added before the one rounding (sumParams), pre-shift and shift are the call's and only M differs by channel.
// Every function that could leave 32 bits proves that it does not, or returns null; nothing here touches a tensor.

export const MIN_SHIFT = 1;
export const MAX_SHIFT = 22;
/** Least shift at which the multiplier of a residual has bits enough. */
const ACCURATE_SHIFT = 12;
const MULTIPLIER_MIN = 2 ** 30;

export interface Affine {
  readonly scale: number;
  readonly zeroPoint: number;
}

/** One pre-shift per call, one multiplier and shift per channel. */
export interface RequantParams {
  readonly preShift: number;
  readonly multipliers: Int32Array;
  readonly shifts: Int32Array;
}

export interface OutputRange {
  readonly zeroPoint: number;
  readonly min: number;
  readonly max: number;
}

/** real = mantissa * 2^exponent with an integer mantissa in [2^(bits-1), 2^bits); `real` positive and finite. */
export function splitReal(real: number, bits: number): { readonly mantissa: number; readonly exponent: number } {
  let exponent = Math.floor(Math.log2(real)) + 1 - bits;
  let mantissa = Math.round(real / 2 ** exponent);
  if (mantissa < 2 ** (bits - 1)) mantissa = Math.round(real / 2 ** --exponent);
  if (mantissa >= 2 ** bits) {
    mantissa = Math.round(real / 2 ** ++exponent);
  }
  return { mantissa, exponent };
}

/**
 * Multiplier and shift of `real` for a given pre-shift: real ~ M * 2^(preShift - 32 - s). Null where s would leave [1, 22].
 * A multiplier too small for s <= 22 becomes the smallest there is when no |acc| <= accBound can then reach half a step.
 */
export function quantizeMultiplier(real: number, preShift: number, accBound: number): { readonly multiplier: number; readonly shift: number } | null {
  if (!(real >= 0) || !Number.isFinite(real)) return null;
  const smallest = 2 ** (preShift - 32 - MAX_SHIFT) * MULTIPLIER_MIN;
  if (real < smallest) return accBound * smallest < 0.25 ? { multiplier: MULTIPLIER_MIN, shift: MAX_SHIFT } : null;
  const { mantissa, exponent } = splitReal(real, 31);
  const shift = preShift - 32 - exponent;
  return shift < MIN_SHIFT || shift > MAX_SHIFT ? null : { multiplier: mantissa, shift };
}

/**
 * Requantization of channels with real multipliers `reals` and proved bounds `accBounds` on |acc| (bias included).
 * Takes the smallest pre-shift at which every shift fits; max(accBound) << preShift < 2^31. A larger one would give the same results: what hi32
 * cuts off cannot change a floor that follows after integers were added. Null where no pre-shift serves all channels; the caller then splits the work or stays in float.
 */
export function requantParams(reals: readonly number[], accBounds: readonly number[]): RequantParams | null {
  const bound = Math.max(1, ...accBounds.map(Math.abs));
  for (let preShift = 0; preShift <= 30 && bound * 2 ** preShift < 2 ** 31; preShift++) {
    const params = tryPreShift(preShift, reals, accBounds);
    if (params !== null) return params;
  }
  return null;
}

function tryPreShift(preShift: number, reals: readonly number[], accBounds: readonly number[]): RequantParams | null {
  const multipliers = new Int32Array(reals.length);
  const shifts = new Int32Array(reals.length);
  for (const [i, real] of reals.entries()) {
    const channel = quantizeMultiplier(real, preShift, Math.abs(accBounds[i] ?? 0));
    if (channel === null) return null;
    multipliers[i] = channel.multiplier;
    shifts[i] = channel.shift;
  }
  return { preShift, multipliers, shifts };
}

/** floor(a * b / 2^32) of two int32, exactly: the parts stay below 2^53. */
export function mulHigh(a: number, b: number): number {
  return Math.floor((a * (b >> 16) + Math.floor((a * (b & 0xffff)) / 65536)) / 65536) | 0;
}

/** Twin of qn_requantize: `acc` int32 with |acc| << preShift below 2^31. */
export function requantize(acc: number, preShift: number, channel: { readonly multiplier: number; readonly shift: number }, out: OutputRange): number {
  const { multiplier, shift } = channel;
  const offset = (out.zeroPoint << shift) + (1 << (shift - 1));
  const value = (mulHigh(acc << preShift, multiplier) + offset) >> shift;
  return Math.min(Math.max(value, out.min), out.max);
}

/** One pre-shift and shift for the whole call, one multiplier per channel. */
export interface SumParams {
  readonly preShift: number;
  readonly multipliers: Int32Array;
  readonly shift: number;
  readonly residualMultiplier: number;
  readonly offset: number;
}

/**
 * Integer form of y = acc * reals[c] + residual: clamp((hi32((acc << preShift) * M[c]) + residual * residualMultiplier + offset) >> shift), one rounding.
 * M[c] = reals[c] * 2^(32 + shift - preShift) and residualMultiplier = scale ratio * 2^shift, the latter below 2^15. Takes the largest shift at which no
 * sum can leave int32 whatever the accumulators within `accBounds`; null where that is not accurate.
 */
export function sumParams(accumulators: { readonly reals: readonly number[]; readonly bounds: readonly number[] }, residual: Affine, y: Affine): SumParams | null {
  for (let shift = MAX_SHIFT; shift >= ACCURATE_SHIFT; shift--) {
    const residualMultiplier = Math.round((residual.scale / y.scale) * 2 ** shift);
    const scaled = trySumShift(shift, accumulators);
    if (scaled === null || !(residualMultiplier < 2 ** 15)) continue;
    if (scaled.largest + 256 * residualMultiplier + 129 * 2 ** shift >= 2 ** 31) continue;
    const offset = (2 * y.zeroPoint + 1) * 2 ** (shift - 1) - residual.zeroPoint * residualMultiplier;
    return { preShift: scaled.preShift, multipliers: scaled.multipliers, shift, residualMultiplier, offset };
  }
  return null;
}

/** Multipliers at the smallest pre-shift of at least 1 (a doubling multiplication then does with one less) at which they fit 31 bits, and the largest magnitude that a scaled accumulator can have. */
function trySumShift(shift: number, { reals, bounds }: { reals: readonly number[]; bounds: readonly number[] }): { preShift: number; multipliers: Int32Array; largest: number } | null {
  if (!reals.every((real) => real >= 0 && Number.isFinite(real))) return null;
  const [real, bound] = [reals, bounds].map((list) => list.reduce((a, b) => Math.max(a, Math.abs(b)), 0));
  for (let preShift = 1; preShift <= 30 && (bound ?? 0) * 2 ** preShift < 2 ** 31; preShift++) {
    const toMultiplier = 2 ** (32 + shift - preShift);
    if (Math.round((real ?? 0) * toMultiplier) >= 2 ** 31) continue;
    const multipliers = Int32Array.from(reals, (r) => Math.round(r * toMultiplier));
    const largest = multipliers.reduce((most, m, c) => Math.max(most, 1 + (m * Math.abs(bounds[c] ?? 0)) / 2 ** (32 - preShift)), 0);
    return { preShift, multipliers, largest };
  }
  return null;
}

/** Twin of qn_requantize_sum: `acc` int32 with |acc| << preShift below 2^31. */
export function requantizeSum(acc: number, multiplier: number, residual: number, sum: Omit<SumParams, 'multipliers'> & Pick<OutputRange, 'min' | 'max'>): number {
  const value = (mulHigh(acc << sum.preShift, multiplier) + residual * sum.residualMultiplier + sum.offset) >> sum.shift;
  return Math.min(Math.max(value, sum.min), sum.max);
}

/** The real multiplier that (multiplier, shift) stand for. */
export function realMultiplier(preShift: number, multiplier: number, shift: number): number {
  return multiplier * 2 ** (preShift - 32 - shift);
}

export interface AddParams {
  readonly multiplierA: number;
  readonly multiplierB: number;
  readonly offset: number;
  readonly shift: number;
}

/** How wide the multipliers of a sum may be: 16 bits serve dual multiply-accumulates, 32 leave less to rounding. */
export type SumWidth = 16 | 32;

/** Largest shift at which no partial sum of a * multiplierA + b * multiplierB + offset leaves int32; a step of margin for rounded multipliers. */
function widestShift(ratios: readonly number[], zeroPoints: readonly number[]): number {
  const steps = ratios.reduce((sum, ratio, i) => sum + (Math.abs(ratio) + 1e-6) * (128 + Math.abs(zeroPoints[i] ?? 0)), 130);
  return Math.min(MAX_SHIFT, 30 - Math.ceil(Math.log2(steps)));
}

/**
 * Integer form of y = a + b on int8: y = clamp((a * multiplierA + b * multiplierB + offset) >> shift). With 16 bits the larger multiplier is in [2^14, 2^15).
 * Null where the scales are too far apart from the output's (ratio below 2^-8 or above 2^13).
 */
export function addParams(a: Affine, b: Affine, y: Affine, width: SumWidth = 16): AddParams | null {
  const ratioA = a.scale / y.scale;
  const ratioB = b.scale / y.scale;
  const larger = Math.max(Math.abs(ratioA), Math.abs(ratioB));
  if (!(larger > 0) || !Number.isFinite(larger)) return null;
  const narrow = -splitReal(larger, 15).exponent;
  if (narrow < MIN_SHIFT || narrow > MAX_SHIFT) return null;
  const shift = width === 16 ? narrow : Math.max(narrow, widestShift([ratioA, ratioB], [a.zeroPoint, b.zeroPoint]));
  const multiplierA = Math.round(ratioA * 2 ** shift);
  const multiplierB = Math.round(ratioB * 2 ** shift);
  const offset = -a.zeroPoint * multiplierA - b.zeroPoint * multiplierB + (y.zeroPoint << shift) + (1 << (shift - 1));
  return { multiplierA, multiplierB, offset, shift };
}

/** As addParams for y = a - b: multiplierB is negative. */
export function subParams(a: Affine, b: Affine, y: Affine, width: SumWidth = 16): AddParams | null {
  return addParams(a, { scale: -b.scale, zeroPoint: b.zeroPoint }, y, width);
}

/** table[d] = round(32767 * exp(-d * scale)), d = row maximum - x in 0..255. */
export function softmaxTable(scale: number): Int32Array {
  return Int32Array.from({ length: 256 }, (_unused, d) => Math.round(32767 * Math.exp(-d * scale)));
}
