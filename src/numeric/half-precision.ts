// Rounding to the numbers of float16 and bfloat16, halves to even: what a cast to them keeps of a float. Twin of runtime-c/internal/half_precision.h.
import { roundHalfEven } from './rounding.ts';

/** Bits of mantissa, lowest exponent of a normal number, and the magnitude from which on a number becomes infinite. */
const GRIDS = { f16: [10, -14, 65520], bf16: [7, -126, 2 ** 128] } as const;

export function nearestOnGrid(grid: keyof typeof GRIDS, x: number): number {
  if (!Number.isFinite(x) || x === 0) return x;
  const [bits, least, limit] = GRIDS[grid];
  const step = 2 ** (Math.max(least, Math.floor(Math.log2(Math.abs(x)))) - bits);
  const rounded = roundHalfEven(x / step) * step;
  return Math.abs(rounded) >= limit ? Math.sign(x) * Infinity : rounded;
}
