// Power of a signal and of its error; sums in double precision in the order of the elements.
import type { TensorData } from '../../ir/dtype.ts';

export interface Power {
  /** Sum of squares of the reference. */
  readonly signal: number;
  /** Sum of squared differences. */
  readonly noise: number;
  readonly elements: number;
}

export interface ErrorPower extends Power {
  /** Largest absolute value of the reference, and largest absolute difference. */
  readonly peak: number;
  readonly worst: number;
}

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

export function sumPowers(powers: readonly Power[]): Power {
  return powers.reduce<Power>((a, b) => ({ signal: a.signal + b.signal, noise: a.noise + b.noise, elements: a.elements + b.elements }), { signal: 0, noise: 0, elements: 0 });
}

/** Signal to quantization noise ratio, 10 log10(signal / noise) in dB; Infinity without noise. */
export function sqnrDb({ signal, noise }: Pick<Power, 'signal' | 'noise'>): number {
  return noise === 0 ? Infinity : 10 * Math.log10(signal / noise);
}

/** Largest absolute difference over largest absolute reference; 0 for equal tensors. */
export function relativeError({ peak, worst }: Pick<ErrorPower, 'peak' | 'worst'>): number {
  return worst === 0 ? 0 : worst / peak;
}
