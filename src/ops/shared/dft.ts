// The discrete Fourier transform as a product with a constant matrix: [n][re, im] -> [k][re, im], X[k] = sum of x[n] exp(-2 pi i k n / N),
// or its inverse, divided by N. Rows beyond N are cut off, missing ones are zero.
import { type Tensor, makeTensor } from '../../ir/tensor.ts';

export interface DftShape {
  /** Elements given along the axis, and N. */
  readonly given: number;
  readonly length: number;
  /** 1: real input; 2: real and imaginary parts. */
  readonly parts: number;
  readonly inverse: boolean;
  readonly onesided: boolean;
}

/** Elements along the axis of the output, and 1 (real) or 2 parts. */
export function dftOutput({ length, inverse, onesided }: DftShape): { readonly count: number; readonly parts: number } {
  return { count: onesided && !inverse ? Math.floor(length / 2) + 1 : length, parts: onesided && inverse ? 1 : 2 };
}

/** How often element n of a spectrum stands for itself and its mirror image. */
function share({ length, inverse, onesided }: DftShape, n: number): number {
  if (!inverse) return 1;
  const mirrored = onesided && n !== 0 && 2 * n !== length;
  return (mirrored ? 2 : 1) / length;
}

/** [given * parts][count * parts of the output], f32; row n is multiplied by `window[n]` where there is one. */
export function dftMatrix(shape: DftShape, window: ArrayLike<number> | null = null): Tensor {
  const { given, length, parts, inverse, onesided } = shape;
  const { count, parts: outParts } = dftOutput(shape);
  const columns = count * outParts;
  const data = new Float32Array(given * parts * columns);
  const used = Math.min(given, inverse && onesided ? Math.floor(length / 2) + 1 : length);
  for (let n = 0; n < used; n++) {
    const factor = share(shape, n) * (window?.[n] ?? 1);
    for (let k = 0; k < count; k++) {
      const angle = (2 * Math.PI * ((k * n) % length)) / length;
      const [re, im] = [factor * Math.cos(angle), factor * Math.sin(angle) * (inverse ? 1 : -1)];
      const at = (part: number, out: number): number => (n * parts + part) * columns + k * outParts + out;
      data[at(0, 0)] = re;
      if (outParts === 2) data[at(0, 1)] = im;
      if (parts === 2) data[at(1, 0)] = -im;
      if (parts === 2 && outParts === 2) data[at(1, 1)] = re;
    }
  }
  return makeTensor('f32', [given * parts, columns], data);
}
