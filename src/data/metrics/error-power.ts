// Power of a signal and of its error, per sample; sums in double precision in the order of the elements.
import type { TensorData } from '../../ir/dtype.ts';

export interface ErrorPower {
  /** Sum of squares of the reference. */
  readonly signal: number;
  /** Sum of squared differences. */
  readonly noise: number;
  readonly elements: number;
  /** Largest absolute value of the reference, and largest absolute difference. */
  readonly peak: number;
  readonly worst: number;
}

export const NO_POWER: ErrorPower = { signal: 0, noise: 0, elements: 0, peak: 0, worst: 0 };

/** Power of `reference` and of `other - reference`; both have the same length. */
export function errorPower(reference: TensorData, other: TensorData): ErrorPower {
  let [signal, noise, peak, worst] = [0, 0, 0, 0];
  for (let i = 0; i < reference.length; i++) {
    const value = Number(reference[i]);
    const difference = Number(other[i]) - value;
    signal += value * value;
    noise += difference * difference;
    peak = Math.max(peak, Math.abs(value));
    worst = Math.max(worst, Math.abs(difference));
  }
  return { signal, noise, elements: reference.length, peak, worst };
}

/** real * factors[i modulo length] = step * (stored[i] - zeroPoint): channels of the quantized network may be scaled. */
export interface StoredForm {
  readonly step: number;
  readonly zeroPoint: number;
  readonly factors: Float64Array;
}

/** As errorPower, of stored elements that need not be made real first; in the units of the quantized network. */
export function storedErrorPower(reference: Float32Array, stored: TensorData, { step, zeroPoint, factors }: StoredForm): ErrorPower {
  let [signal, noise, peak, worst] = [0, 0, 0, 0];
  const elements = Math.min(reference.length, stored.length);
  const channels = factors.length;
  for (let i = 0, c = 0; i < elements; i++) {
    const value = (reference[i] ?? 0) * (factors[c] ?? 1);
    const difference = (Number(stored[i]) - zeroPoint) * step - value;
    if (++c === channels) c = 0;
    signal += value * value;
    noise += difference * difference;
    if (value > peak || -value > peak) peak = Math.abs(value);
    if (difference > worst || -difference > worst) worst = Math.abs(difference);
  }
  return { signal, noise, elements, peak, worst };
}

export function sumPowers(powers: readonly ErrorPower[]): ErrorPower {
  return powers.reduce(
    (a, b) => ({ signal: a.signal + b.signal, noise: a.noise + b.noise, elements: a.elements + b.elements, peak: Math.max(a.peak, b.peak), worst: Math.max(a.worst, b.worst) }),
    NO_POWER,
  );
}

/** Signal to quantization noise ratio, 10 log10(signal / noise) in dB; Infinity without noise. */
export function sqnrDb({ signal, noise }: Pick<ErrorPower, 'signal' | 'noise'>): number {
  return noise === 0 ? Infinity : 10 * Math.log10(signal / noise);
}

/** Largest absolute difference over largest absolute reference; 0 for equal tensors. */
export function relativeError({ peak, worst }: Pick<ErrorPower, 'peak' | 'worst'>): number {
  return worst === 0 ? 0 : worst / peak;
}
