// MatMul: https://onnx.ai/onnx/operators/onnx__MatMul.html. A product with a constant matrix becomes Gemm; products of two computed tensors are not supported yet.
import { invariant } from '../diagnostics/diagnostic.ts';
import { elementCount, makeTensor, toNumbers } from '../ir/tensor.ts';
import { type DecomposeContext, type InferContext, type ValueType, defineOp } from './op-def.ts';
import { requiredInput } from './shared/attributes.ts';

function inferMatMul(ctx: InferContext<object>): ValueType[] {
  const reject = ctx.reject.bind(ctx);
  const a = requiredInput(ctx.inputs, 0, reject);
  const b = requiredInput(ctx.inputs, 1, reject);
  if (b.shape.length !== 2 || a.shape.length < 2) return reject(`shapes [${a.shape.join(',')}] and [${b.shape.join(',')}]: the second operand must be a matrix`);
  if (a.shape.at(-1) !== b.shape[0]) return reject(`inner dimensions ${a.shape.at(-1)} and ${b.shape[0]} differ`);
  return [{ dtype: a.dtype, shape: [...a.shape.slice(0, -1), b.shape[1] ?? 1] }];
}

function decompose(ctx: DecomposeContext<object>): boolean {
  const [a, b] = ctx.inputs;
  const y = ctx.outputs[0];
  invariant(!!a && !!b && !!y, 'MatMul needs two operands');
  if (!b.tensor) return false;
  const attrs = { alpha: 1, beta: 1, transA: false, transB: false };
  const [x = null, w = null] = ctx.inputIds;
  if (a.shape.length === 2) {
    ctx.node('Gemm', attrs, [x, w], ctx.outputIds[0] ?? '');
    return true;
  }
  const [k = 1, n = 1] = b.shape;
  const rows = elementCount(a.shape) / k;
  const flat = ctx.node('Reshape', { shape: [rows, k] }, [x], { dtype: a.dtype, shape: [rows, k] });
  const product = ctx.node('Gemm', attrs, [flat, w], { dtype: y.dtype, shape: [rows, n] });
  ctx.node('Reshape', { shape: y.shape }, [product], ctx.outputIds[0] ?? '');
  return true;
}

export default defineOp<Record<never, never>>({
  op: 'MatMul',
  since: [1, 9, 13],
  arity: [2, 2],
  parse: () => ({}),
  infer: inferMatMul,
  reference({ inputs, outputs }) {
    const [a, b] = inputs;
    const [y] = outputs;
    invariant(!!a && !!b && !!y, 'MatMul needs two operands');
    const [k = 1, n = 1] = b.shape;
    const p = toNumbers(a);
    const q = toNumbers(b);
    const result = new Float32Array(elementCount(y.shape));
    for (let i = 0; i < result.length; i++) {
      let sum = 0;
      for (let t = 0; t < k; t++) sum += (p[Math.floor(i / n) * k + t] ?? 0) * (q[t * n + (i % n)] ?? 0);
      result[i] = sum;
    }
    return [makeTensor('f32', y.shape, result)];
  },
  decompose,
});
