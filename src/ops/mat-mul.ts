// MatMul: https://onnx.ai/onnx/operators/onnx__MatMul.html, with numpy's batches and vectors. A product with a constant matrix becomes Gemm; others keep two operands
// of rank two or more. `transB` is ours: rows of B are the columns of the product, so that Q * K^T needs no transposition.
import { invariant } from '../diagnostics/diagnostic.ts';
import { bytesOf, makeData } from '../ir/dtype.ts';
import { type Shape, type Tensor, coordinatesOf, elementCount, makeTensor } from '../ir/tensor.ts';
import { type CallOperand, type DecomposeContext, type InferContext, type LowerContext, type ReferenceContext, type ValueType, defineOp } from './op-def.ts';
import { requiredInput } from './shared/attributes.ts';
import { broadcastShapes, broadcastStrides } from './shared/broadcast.ts';
import { joinDims } from './shared/joined-dims.ts';
import { floatLimits } from './shared/limits.ts';

export type MatMulAttrs = { readonly transB: boolean };

interface Product {
  readonly batch: Shape;
  readonly m: number;
  readonly n: number;
  readonly k: number;
  /** Strides in elements along each dimension of `batch`. */
  readonly a: readonly number[];
  readonly b: readonly number[];
}

/** Vectors become a row on the left and a column on the right. */
function matrices(a: Shape, b: Shape): readonly [Shape, Shape] {
  return [a.length === 1 ? [1, ...a] : a, b.length === 1 ? [...b, 1] : b];
}

function productOf(attrs: MatMulAttrs, given: readonly [Shape, Shape], reject: (message: string) => never): Product {
  const [a, b] = matrices(...given);
  const text = `shapes [${given[0].join(',')}] and [${given[1].join(',')}]`;
  if (given.some((s) => s.length === 0)) return reject(`${text}: scalars cannot be multiplied as matrices`);
  const [m = 1, k = 1] = a.slice(-2);
  const [kb = 1, n = 1] = attrs.transB ? b.slice(-2).reverse() : b.slice(-2);
  if (k !== kb) return reject(`${text}: inner dimensions ${k} and ${kb} differ`);
  const [batchA, batchB] = [a.slice(0, -2), b.slice(0, -2)];
  const batch = broadcastShapes(batchA, batchB, reject);
  return { batch, m, n, k, a: broadcastStrides(batchA, batch).map((s) => s * m * k), b: broadcastStrides(batchB, batch).map((s) => s * k * n) };
}

function inferMatMul(ctx: InferContext<MatMulAttrs>): ValueType[] {
  const reject = ctx.reject.bind(ctx);
  const a = requiredInput(ctx.inputs, 0, reject);
  const b = requiredInput(ctx.inputs, 1, reject);
  if (a.dtype !== b.dtype) return reject(`operand types ${a.dtype} and ${b.dtype} differ`);
  const { batch, m, n } = productOf(ctx.attrs, [a.shape, b.shape], reject);
  return [{ dtype: a.dtype, shape: [...batch, ...(a.shape.length === 1 ? [] : [m]), ...(b.shape.length === 1 ? [] : [n])] }];
}

function broken(message: string): never {
  invariant(false, message);
}

/** Position of matrix `index` of the product in an operand. */
function placeOf(batch: Shape, strides: readonly number[], index: number): number {
  return coordinatesOf(index, batch).reduce((sum, at, d) => sum + at * (strides[d] ?? 0), 0);
}

function multiply({ attrs, inputs: [a, b], outputs: [y] }: ReferenceContext<MatMulAttrs>): Tensor[] {
  invariant(!!a && !!b && !!y, 'MatMul needs two operands');
  const p = productOf(attrs, [a.shape, b.shape], broken);
  const data = makeData(y.dtype, elementCount(y.shape));
  const isWide = data instanceof BigInt64Array || data instanceof BigUint64Array;
  for (let i = 0; i < data.length; i++) {
    const matrix = Math.floor(i / (p.m * p.n));
    const left = placeOf(p.batch, p.a, matrix) + (Math.floor(i / p.n) % p.m) * p.k;
    const right = placeOf(p.batch, p.b, matrix) + (i % p.n) * (attrs.transB ? p.k : 1);
    const step = attrs.transB ? 1 : p.n;
    const terms = Array.from({ length: p.k }, (_, t) => [a.data[left + t] ?? 0, b.data[right + t * step] ?? 0] as const);
    if (isWide) data[i] = terms.reduce((sum, [x, w]) => sum + BigInt(x) * BigInt(w), 0n);
    else data[i] = terms.reduce((sum, [x, w]) => sum + Number(x) * Number(w), 0);
  }
  return [makeTensor(y.dtype, y.shape, data)];
}

/** A constant matrix: Gemm over all rows. Vectors: matrices. */
function decompose(ctx: DecomposeContext<MatMulAttrs>): boolean {
  const [a, b] = ctx.inputs;
  const y = ctx.outputs[0];
  invariant(!!a && !!b && !!y, 'MatMul needs two operands');
  const { transB } = ctx.attrs;
  const [x = null, w = null] = ctx.inputIds;
  const { batch, m, n, k } = productOf(ctx.attrs, [a.shape, b.shape], broken);
  const isMatrix = !!b.tensor && b.shape.length <= 2 && a.dtype === 'f32';
  if (!isMatrix && a.shape.length > 1 && b.shape.length > 1) return false;
  const reshaped = (id: string | null, from: Shape, shape: Shape): string | null => (from.join() === shape.join() ? id : ctx.node('Reshape', { shape }, [id], { dtype: a.dtype, shape }));
  const rows = elementCount(a.shape) / k;
  const [wideA, wideB] = matrices(a.shape, b.shape);
  const shape = isMatrix ? [rows, n] : [...batch, m, n];
  const right = b.tensor && b.shape.length === 1 ? ctx.constant(makeTensor(b.dtype, wideB, b.tensor.data)) : reshaped(w, b.shape, wideB);
  const left = reshaped(x, a.shape, isMatrix ? [rows, k] : wideA);
  const isWhole = shape.join() === y.shape.join();
  const target = isWhole ? (ctx.outputIds[0] ?? '') : { dtype: y.dtype, shape };
  const product = isMatrix ? ctx.node('Gemm', { alpha: 1, beta: 1, transA: false, transB }, [left, right], target) : ctx.node('MatMul', ctx.attrs, [left, right], target);
  if (!isWhole) ctx.node('Reshape', { shape: y.shape }, [product], ctx.outputIds[0] ?? '');
  return true;
}

interface Dim {
  readonly size: number;
  readonly a: number;
  readonly b: number;
}

/** Batches without unit dimensions; those that lie behind each other in both operands are one. */
function batchDims({ batch, a, b }: Product): Dim[] {
  return joinDims(batch, [a, b]).map(({ size, strides: [strideA = 0, strideB = 0] }) => ({ size, a: strideA, b: strideB }));
}

interface Call {
  readonly m: number;
  readonly product: Product;
  readonly dims: readonly Dim[];
  readonly at: { readonly a: number; readonly b: number; readonly y: number };
}

/** One call per index of what two dimensions of batches cannot hold. */
function emit(ctx: LowerContext<MatMulAttrs>, { m, product, dims, at }: Call): void {
  const { n, k } = product;
  const [first, ...rest] = dims;
  if (dims.length > 2 && first) {
    const size = rest.reduce((total, d) => total * d.size, m * n);
    for (let i = 0; i < first.size; i++) emit(ctx, { m, product, dims: rest, at: { a: at.a + i * first.a, b: at.b + i * first.b, y: at.y + i * size } });
    return;
  }
  const one: Dim = { size: 1, a: 0, b: 0 };
  const [outer = one, inner = one] = dims.length === 2 ? dims : [one, first ?? one];
  const operand = (index: number, from: number): CallOperand => {
    const value = ctx.inputs[index];
    return value ? { value: value.handle, byteOffset: from * bytesOf('f32') } : null;
  };
  const [y] = ctx.outputs;
  const params = { outer: outer.size, inner: inner.size, m, n, k, a_outer: outer.a, a_inner: inner.a, b_outer: outer.b, b_inner: inner.b, b_transposed: Number(ctx.attrs.transB) };
  ctx.call('matmul_f32', { ...params, ...floatLimits(ctx.clamp) }, { a: operand(0, at.a), b: operand(1, at.b), y: y ? { value: y.handle, byteOffset: at.y * bytesOf('f32') } : null });
}

function lower(ctx: LowerContext<MatMulAttrs>): void {
  const [a, b] = ctx.inputs;
  invariant(!!a && !!b, 'MatMul needs two operands');
  if (a.dtype !== 'f32') return ctx.reject(`products of ${a.dtype} matrices are computed on constants only`, 'convert the operands to float32');
  const product = productOf(ctx.attrs, [a.shape, b.shape], ctx.reject);
  const dims = batchDims(product);
  const last = dims.at(-1);
  const isRows = last?.b === 0 && last.a === product.m * product.k;
  emit(ctx, { m: isRows ? product.m * last.size : product.m, product, dims: isRows ? dims.slice(0, -1) : dims, at: { a: 0, b: 0, y: 0 } });
}

export default defineOp<MatMulAttrs>({
  op: 'MatMul',
  since: [1, 9, 13],
  arity: [2, 2],
  finiteConstants: true,
  parse: () => ({ transB: false }),
  infer: inferMatMul,
  reference: multiply,
  clamps: true,
  decompose,
  macs: ({ attrs, inputs: [a, b] }) => {
    const p = productOf(attrs, [a?.shape ?? [1], b?.shape ?? [1]], broken);
    return elementCount(p.batch) * p.m * p.n * p.k;
  },
  lower,
});
