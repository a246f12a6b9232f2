// Functions that JavaScript's Math lacks, in double precision: the oracle of float kernels, and what tables and constant folding use.

/** The error function to about 1e-16: its power series up to 2.5, a continued fraction of its complement beyond. */
export function erf(x: number): number {
  const a = Math.abs(x);
  if (Number.isNaN(a)) return NaN;
  if (a > 6) return Math.sign(x);
  if (a > 2.5) return Math.sign(x) * (1 - complement(a));
  let [term, sum] = [x, x];
  for (let n = 1; Math.abs(term) > 1e-18 * Math.abs(sum); n++) {
    term *= (-x * x) / n;
    sum += term / (2 * n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * sum;
}

/** 1 - erf(a) for a > 2, by its continued fraction from the inside out. */
function complement(a: number): number {
  let fraction = a;
  for (let n = 60; n > 0; n--) fraction = a + n / 2 / fraction;
  return Math.exp(-a * a) / (Math.sqrt(Math.PI) * fraction);
}

/** log(1 + exp(x)) without overflow. */
export function softplus(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}

export function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

/** x / 2 * (1 + erf(x / sqrt(2))), or its approximation by tanh. */
export function gelu(x: number, approximate = false): number {
  if (approximate) return x * sigmoid(2 * Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3));
  return x === -Infinity ? 0 : (x / 2) * (1 + erf(x / Math.SQRT2));
}

/** Powers as in C99: unlike Math.pow, 1 to any power is 1. */
export function power(x: number, y: number): number {
  return x === 1 || (x === -1 && Math.abs(y) === Infinity) ? 1 : x ** y;
}
