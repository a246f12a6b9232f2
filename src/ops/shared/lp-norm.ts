// |x|^p and the p-th root, of which LpPool and GlobalLpPool are made: absolute values and squares are cheap, other powers are powers.
import type { Build, Made } from './build.ts';

export function raised(b: Build<unknown>, x: Made, p: number): Made {
  const { shape } = x.type;
  if (p === 2) return b.node('Mul', {}, [x, x], shape);
  const magnitude = b.node('Abs', {}, [x], shape);
  return p === 1 ? magnitude : b.node('Pow', {}, [magnitude, b.floats([], [p])], shape);
}

export function rooted(b: Build<unknown>, x: Made, p: number, out: string | undefined): void {
  const { shape } = x.type;
  if (p === 1) b.node('Identity', {}, [x], { shape, out });
  else if (p === 2) b.node('Sqrt', {}, [x], { shape, out });
  else b.node('Pow', {}, [x, b.floats([], [1 / p])], { shape, out });
}

export function normOf(values: readonly number[], p: number): number {
  return values.reduce((s, v) => s + Math.abs(v) ** p, 0) ** (1 / p);
}
