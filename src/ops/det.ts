// Det: https://onnx.ai/onnx/operators/onnx__Det.html. Determinants of the matrices in the last two dimensions.
import { invariant } from '../diagnostics/diagnostic.ts';
import { elementCount, makeTensor, toNumbers } from '../ir/tensor.ts';
import { defineOp } from './op-def.ts';
import { requiredInput } from './shared/attributes.ts';

/** By the first row; exact where the elements are small integers. */
function determinant(a: readonly number[], n: number): number {
  if (n === 1) return a[0] ?? 0;
  let sum = 0;
  for (let c = 0; c < n; c++) {
    const minor = a.filter((_, i) => i >= n && i % n !== c);
    sum += (c % 2 === 0 ? 1 : -1) * (a[c] ?? 0) * determinant(minor, n - 1);
  }
  return sum;
}

/** By elimination, for matrices whose minors are too many. */
function eliminated(a: number[], n: number): number {
  let det = 1;
  for (let k = 0; k < n; k++) {
    const column = Array.from({ length: n - k }, (_, i) => Math.abs(a[(k + i) * n + k] ?? 0));
    const best = k + column.indexOf(Math.max(...column));
    if ((a[best * n + k] ?? 0) === 0) return 0;
    if (best !== k) det = -det;
    for (let j = 0; j < n && best !== k; j++) [a[k * n + j], a[best * n + j]] = [a[best * n + j] ?? 0, a[k * n + j] ?? 0];
    det *= a[k * n + k] ?? 0;
    for (let i = k + 1; i < n; i++) {
      const factor = (a[i * n + k] ?? 0) / (a[k * n + k] ?? 1);
      for (let j = k; j < n; j++) a[i * n + j] = (a[i * n + j] ?? 0) - factor * (a[k * n + j] ?? 0);
    }
  }
  return det;
}

export default defineOp<Record<never, never>>({
  op: 'Det',
  since: [11, 22],
  arity: [1, 1],
  parse: () => ({}),
  infer(ctx) {
    const x = requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx));
    const [rows, columns] = x.shape.slice(-2);
    return rows !== undefined && rows === columns ? [{ dtype: x.dtype, shape: x.shape.slice(0, -2) }] : ctx.reject(`input has shape [${x.shape.join(',')}]; square matrices are expected in its last two dimensions`);
  },
  reference({ inputs: [x], outputs: [y] }) {
    invariant(!!x && !!y, 'Det needs an input');
    const n = x.shape.at(-1) ?? 1;
    const values = toNumbers(x);
    const of = (i: number): number => (n <= 5 ? determinant(values.slice(i * n * n, (i + 1) * n * n), n) : eliminated(values.slice(i * n * n, (i + 1) * n * n), n));
    return [makeTensor('f32', y.shape, Float32Array.from({ length: elementCount(y.shape) }, (_, i) => of(i)))];
  },
  lower(ctx) {
    const [x] = ctx.inputs;
    const [y] = ctx.outputs;
    invariant(!!x && !!y, 'Det needs an input');
    ctx.call('det_f32', { count: elementCount(y.shape), n: x.shape.at(-1) ?? 1 }, { x: { value: x.handle }, y: { value: y.handle } });
  },
});
