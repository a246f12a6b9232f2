// expf, sigmoidf and tanhf of the runtime, bit for bit as runtime-c/internal/float_functions.h computes them without fused multiply-add.
// Every step is rounded to float32. Relative error below 2 ulp; results are identical to C built with -DQN_EXACT_FLOAT.

const f = Math.fround;
const bits = new Int32Array(1);
const bitsAsFloat = new Float32Array(bits.buffer);

const LOG2_E = f(1.44269504);
/** ln 2 in two parts; the first has 9 bits, so that n times it is exact. */
const LN2_HIGH = f(0.693359375);
const LN2_LOW = f(-2.12194442e-4);
/** Adding and subtracting rounds a float below 2^22 to the nearest integer. */
const ROUND = f(12582912);
const EXP_MIN = f(-87.3);
const EXP_MAX = f(88.7);

/** 2^n for n in [-126, 127]. */
function powerOfTwo(n: number): number {
  bits[0] = (n + 127) << 23;
  return bitsAsFloat[0] ?? 0;
}

const mulAdd = (a: number, b: number, c: number): number => f(f(a * b) + c);

/** p(r) by Horner, highest power first. */
function horner(coefficients: readonly number[], r: number): number {
  return coefficients.reduce((p, c) => mulAdd(p, r, c));
}

/** (exp(r) - 1 - r) / r^2 on |r| <= ln(2)/2, minimax with relative error 4e-9. */
const EXP_COEFFICIENTS = [1.38142e-3, 8.3689e-3, 4.166841e-2, 1.6666519e-1, 4.9999993e-1].map(f);
/** (tanh(x)/x - 1) / x^2 in x^2 on |x| <= 0.625, minimax with relative error 5e-9. */
const TANH_COEFFICIENTS = [-5.70498e-3, 2.063908e-2, -5.373971e-2, 1.3331442e-1, -3.3333282e-1].map(f);
const TANH_SMALL = f(0.625);
const TANH_SATURATED = f(9.02);

/** exp(x) in float32: 0 below -87.3, infinity above 88.7, NaN for NaN. */
export function expf(x: number): number {
  if (x < EXP_MIN) return 0;
  if (x > EXP_MAX) return Infinity;
  if (Number.isNaN(x)) return NaN;
  const n = f(f(f(x * LOG2_E) + ROUND) - ROUND);
  const r = mulAdd(n, -LN2_LOW, mulAdd(n, -LN2_HIGH, x));
  const mantissa = f(mulAdd(horner(EXP_COEFFICIENTS, r), f(r * r), r) + 1);
  return n > 127 ? f(f(mantissa * 2) * powerOfTwo(127)) : f(mantissa * powerOfTwo(n));
}

/** 1 / (1 + exp(-x)) in float32, without overflow on either side. */
export function sigmoidf(x: number): number {
  const e = expf(-Math.abs(x));
  const s = f(1 / f(1 + e));
  return x < 0 ? f(e * s) : s;
}

/** tanh(x) in float32; exactly +-1 beyond 9.02. */
export function tanhf(x: number): number {
  const a = Math.abs(x);
  if (a < TANH_SMALL) {
    const z = f(x * x);
    return mulAdd(f(horner(TANH_COEFFICIENTS, z) * z), x, x);
  }
  if (Number.isNaN(x)) return NaN;
  const t = a > TANH_SATURATED ? 1 : f(1 - f(2 / f(expf(f(a + a)) + 1)));
  return x < 0 ? -t : t;
}
