// Gemm: https://onnx.ai/onnx/operators/onnx__Gemm.html (opsets 7 to 13: C becomes optional at 11).
// Canonical form after decompose: alpha = beta = 1, A [M,K] as it is, B [N,K] constant (transB), C [N] constant or absent.
import { invariant } from '../diagnostics/diagnostic.ts';
import type { QuantParams } from '../ir/graph.ts';
import { type Tensor, makeTensor, sameShape, toNumbers } from '../ir/tensor.ts';
import type { ParamValues } from '../kernels/program.ts';
import { type CallOperand, type DecomposeContext, type InferContext, type LowerContext, type LowerValue, type QuantContext, type ReferenceContext, type ValueType, defineOp } from './op-def.ts';
import { floatAttr, intAttr, oneElementType, requiredInput } from './shared/attributes.ts';
import { broadcastShapes, broadcastTo } from './shared/broadcast.ts';
import { floatLimits } from './shared/limits.ts';
import { canRequantize, channelRequant, channelScales, clampLimits, floatOutput, foldWeights, int8Output, perTensor, scalesOf } from './shared/requant.ts';

export type GemmAttrs = {
  readonly alpha: number;
  readonly beta: number;
  readonly transA: boolean;
  readonly transB: boolean;
};

interface Dims {
  readonly m: number;
  readonly n: number;
  readonly k: number;
}

function dims(ctx: InferContext<GemmAttrs>): Dims {
  const reject = ctx.reject.bind(ctx);
  const a = requiredInput(ctx.inputs, 0, reject).shape;
  const b = requiredInput(ctx.inputs, 1, reject).shape;
  const [a0, a1] = a;
  const [b0, b1] = b;
  if (a.length !== 2 || b.length !== 2 || a0 === undefined || a1 === undefined || b0 === undefined || b1 === undefined) {
    return reject(`inputs have shapes [${a.join(',')}] and [${b.join(',')}]; two matrices are expected`);
  }
  const [m, k] = ctx.attrs.transA ? [a1, a0] : [a0, a1];
  const [n, kb] = ctx.attrs.transB ? [b0, b1] : [b1, b0];
  if (k !== kb) return reject(`inner dimensions ${k} and ${kb} differ`);
  return { m, n, k };
}

function inferGemm(ctx: InferContext<GemmAttrs>): ValueType[] {
  const { m, n } = dims(ctx);
  oneElementType(ctx.inputs, ctx.reject.bind(ctx));
  const c = ctx.inputs[2];
  if (c && !sameShape(broadcastShapes(c.shape, [m, n], ctx.reject.bind(ctx)), [m, n])) return ctx.reject(`the third input of shape [${c.shape.join(',')}] cannot be broadcast to [${m},${n}]`);
  return [{ dtype: 'f32', shape: [m, n] }];
}

function reference({ attrs, inputs, outputs }: ReferenceContext<GemmAttrs>): Tensor[] {
  const [a, b, c] = inputs;
  const output = outputs[0];
  invariant(!!a && !!b && !!output, 'Gemm needs two matrices');
  const [m = 0, n = 0] = output.shape;
  const k = (attrs.transA ? a.shape[0] : a.shape[1]) ?? 0;
  const x = toNumbers(a);
  const w = toNumbers(b);
  const add = c ? toNumbers(broadcastTo(c, output.shape)) : null;
  const y = new Float32Array(m * n);
  for (let i = 0; i < m * n; i++) {
    const row = Math.floor(i / n);
    const column = i % n;
    let sum = 0;
    for (let t = 0; t < k; t++) sum += (x[attrs.transA ? t * m + row : row * k + t] ?? 0) * (w[attrs.transB ? column * k + t : t * n + column] ?? 0);
    y[i] = attrs.alpha * sum + (add === null ? 0 : attrs.beta * (add[i] ?? 0));
  }
  return [makeTensor('f32', output.shape, y)];
}

const CANONICAL: GemmAttrs = { alpha: 1, beta: 1, transA: false, transB: true };

function isCanonical(ctx: DecomposeContext<GemmAttrs>): boolean {
  const { alpha, beta, transA, transB } = ctx.attrs;
  const c = ctx.inputs[2];
  const isRow = !c || (!!c.tensor && c.shape.length === 1 && c.shape[0] === ctx.outputs[0]?.shape[1]);
  return alpha === 1 && (beta === 1 || !c) && !transA && transB && isRow;
}

/** Folds alpha, beta and the transposition of a constant B into the constants; a transposed A, and a C that is no constant row, become nodes of their own. */
function canonicalise(ctx: DecomposeContext<GemmAttrs>): boolean {
  const b = ctx.inputs[1]?.tensor;
  const c = ctx.inputs[2];
  const y = ctx.outputs[0];
  if (!y) return false;
  if (!b) return ofComputedMatrices(ctx, y);
  if (isCanonical(ctx)) return false;
  const [, n = 0] = y.shape;
  const row = c?.tensor ? constantRow(c.tensor, n) : null;
  const bias = row && ctx.constant(makeTensor('f32', [n], row.map((v) => v * ctx.attrs.beta)));
  const weights = ctx.constant(transposedB(b, ctx.attrs, n), gridOf(ctx.inputs[1]?.quant, ctx.attrs));
  const isSum = !!c && row === null;
  const product = ctx.node('Gemm', CANONICAL, [rowsOfA(ctx), weights, bias], isSum ? y : (ctx.outputIds[0] ?? y));
  if (isSum) ctx.node('Add', {}, [product, scaledC(ctx, c)], ctx.outputIds[0] ?? y);
  return true;
}

/** A product of two computed matrices, then what alpha and C ask for. */
function ofComputedMatrices(ctx: DecomposeContext<GemmAttrs>, y: ValueType): boolean {
  const { alpha, transB } = ctx.attrs;
  const [, given = null, third = null] = ctx.inputIds;
  const [n = 1, k = 1] = ctx.inputs[1]?.shape ?? [];
  const b = transB ? ctx.node('Transpose', { perm: [1, 0] }, [given], { dtype: 'f32', shape: [k, n] }) : given;
  const c = third === null ? null : (ctx.inputs[2] ?? null);
  const last = ctx.outputIds[0] ?? y;
  const product = ctx.node('MatMul', { transB: false }, [rowsOfA(ctx), b], alpha === 1 && c === null ? last : y);
  const scaled = alpha === 1 ? product : ctx.node('Mul', {}, [product, ctx.constant(makeTensor('f32', [], Float32Array.of(alpha)))], c === null ? last : y);
  if (c !== null) ctx.node('Add', {}, [scaled, scaledC(ctx, c)], last);
  return true;
}

/** The grid of B as it lies afterwards; none where alpha turns it around. */
function gridOf(quant: QuantParams | undefined, { alpha, transB }: GemmAttrs): QuantParams | null {
  if (quant === undefined || alpha <= 0) return null;
  return { ...quant, scale: quant.scale.map((s) => s * alpha), axis: quant.axis === null || transB ? quant.axis : 1 - quant.axis };
}

function rowsOfA(ctx: DecomposeContext<GemmAttrs>): string | null {
  const [id = null] = ctx.inputIds;
  const [k = 1, m = 1] = ctx.inputs[0]?.shape ?? [];
  return ctx.attrs.transA ? ctx.node('Transpose', { perm: [1, 0] }, [id], { dtype: 'f32', shape: [m, k] }) : id;
}

function scaledC(ctx: DecomposeContext<GemmAttrs>, c: ValueType): string | null {
  const id = ctx.inputIds[2] ?? null;
  if (ctx.attrs.beta === 1) return id;
  return ctx.node('Mul', {}, [id, ctx.constant(makeTensor('f32', [], Float32Array.of(ctx.attrs.beta)))], { dtype: c.dtype, shape: c.shape });
}

/** The bias as one row of n; null where rows differ. */
function constantRow(c: Tensor, n: number): Float32Array | null {
  const rows = c.shape.slice(0, -1).reduce((p, d) => p * d, 1);
  if (rows !== 1) return null;
  const values = toNumbers(c);
  return Float32Array.from({ length: n }, (_, i) => values[values.length === 1 ? 0 : i] ?? 0);
}

function transposedB(b: Tensor, attrs: GemmAttrs, n: number): Tensor {
  const source = b.data as Float32Array;
  const k = source.length / n;
  const target = new Float32Array(source.length);
  for (let column = 0; column < n; column++) {
    for (let t = 0; t < k; t++) target[column * k + t] = attrs.alpha * (source[attrs.transB ? column * k + t : t * n + column] ?? 0);
  }
  return makeTensor('f32', [n, k], target);
}

function lower(ctx: LowerContext<GemmAttrs>): void {
  const [x, w, b] = ctx.inputs;
  const y = ctx.outputs[0];
  invariant(!!x && !!w && !!y, 'Gemm needs two matrices');
  const weights = w.tensor?.data;
  if (!weights || !ctx.attrs.transB || ctx.attrs.transA) return ctx.reject('the second matrix is computed at run time', 'products of two computed matrices are not supported');
  const [n = 1, k = 1] = w.shape;
  const batch = x.shape[0] ?? 1;
  const bias = b?.tensor?.data;
  const shape = { batch, in_c: k, out_c: n };
  const ends = { x: { value: x.handle }, y: { value: y.handle } };
  if (isInteger(weights)) return lowerInteger(ctx, { x, w, y, weights, bias: bias instanceof Int32Array ? bias : null, shape, ends });
  const stored = int8Output(ctx.outputs);
  ctx.call(`fully_connected_${stored.suffix}`, { ...shape, ...floatLimits(ctx.clamp), ...stored.params }, {
    x: ends.x,
    ...stored.operands,
    w: { constant: weights, dtype: 'f32', role: 'weight' },
    bias: { constant: bias instanceof Float32Array ? bias : new Float32Array(n), dtype: 'f32', role: 'weight' },
  });
}

interface IntegerProduct {
  readonly x: LowerValue;
  readonly w: LowerValue;
  readonly y: LowerValue;
  readonly weights: Int8Array | Int16Array;
  readonly bias: Int32Array | null;
  readonly shape: { readonly batch: number; readonly in_c: number; readonly out_c: number };
  readonly ends: Readonly<Record<'x' | 'y', CallOperand>>;
}

function isInteger(weights: unknown): weights is Int8Array | Int16Array {
  return weights instanceof Int8Array || weights instanceof Int16Array;
}

/** Kernel and shape of a product: weights of 16 bits are those of a convolution of single pixels. */
function productOf(weights: Int8Array | Int16Array, shape: IntegerProduct['shape'], suffix: 's8' | 's8_f32'): { readonly kernel: string; readonly params: ParamValues } {
  if (weights instanceof Int8Array) return { kernel: `fully_connected_${suffix}`, params: shape };
  const ones = Object.fromEntries(['in_h', 'in_w', 'out_h', 'out_w', 'kernel_h', 'kernel_w', 'stride_h', 'stride_w', 'dilation_h', 'dilation_w', 'groups'].map((name) => [name, 1]));
  return { kernel: `conv2d_w16_${suffix}`, params: { ...shape, ...ones, pad_top: 0, pad_left: 0, pad_value: 0 } };
}

/** Whether its accumulators fit int32, and its multipliers the requantization rule. */
function fits({ inputs: [x, w, b], outputs: [y] }: QuantContext<GemmAttrs>): boolean {
  const weights = w?.tensor?.data;
  if (!x || !w || !y || !isInteger(weights)) return false;
  const channels = w.shape[0] ?? 1;
  const input = perTensor(x);
  const folded = foldWeights(weights, b?.tensor?.data instanceof Int32Array ? b.tensor.data : null, input.zeroPoint, channels);
  return canRequantize({ ...folded, steps: scalesOf(w.quant, channels).map((s) => input.scale * s) }, y);
}

function lowerInteger(ctx: LowerContext<GemmAttrs>, { x, w, y, weights, bias, shape, ends }: IntegerProduct): void {
  const input = perTensor(x);
  const folded = foldWeights(weights, bias, input.zeroPoint, shape.out_c);
  const scales = scalesOf(w.quant, shape.out_c).map((s) => input.scale * s);
  const operands = { ...ends, w: { constant: weights, dtype: weights instanceof Int8Array ? 'i8' : 'i16', role: 'weight' } as const };
  if (y.dtype === 'f32') {
    const table = channelScales(folded, scales);
    if (table === null) return ctx.reject('its accumulator does not fit int32', 'keep this unit in float');
    const float = floatOutput(ctx.outputs);
    const { kernel, params } = productOf(weights, shape, 's8_f32');
    return ctx.call(kernel, { ...params, ...floatLimits(ctx.clamp), ...float.params }, { ...operands, ...float.operands, channel: { constant: table, dtype: 'i32', role: 'weight' } });
  }
  const output = perTensor(y);
  const requant = channelRequant({ multipliers: scales.map((s) => s / output.scale), ...folded });
  if (requant === null) return ctx.reject('its accumulator does not fit int32', 'keep this unit in float');
  const { kernel, params } = productOf(weights, shape, 's8');
  ctx.call(kernel, { ...params, pre_shift: requant.preShift, out_zero_point: output.zeroPoint, ...clampLimits(ctx.clamp, output) }, { ...operands, requant: { constant: requant.table, dtype: 'i32', role: 'weight' } });
}

export default defineOp<GemmAttrs>({
  op: 'Gemm',
  since: [1, 6, 7, 9, 11, 13],
  arity: [2, 3],
  finiteConstants: true,
  parse: (ctx) => ({
    alpha: floatAttr(ctx, 'alpha', 1),
    beta: floatAttr(ctx, 'beta', 1),
    transA: intAttr(ctx, 'transA', 0) !== 0,
    transB: intAttr(ctx, 'transB', 0) !== 0,
  }),
  infer: inferGemm,
  reference,
  quant: {
    converts: true,
    supports: ({ attrs, inputs }) => !!inputs[1]?.tensor && attrs.transB && !attrs.transA,
    fits,
    roles: ({ inputs }) => ({
      inputs: [{ kind: 'activation' }, { kind: 'weight', axis: 0 }, inputs[2] ? { kind: 'bias', activation: 0, weight: 1 } : null],
      outputs: [{ kind: 'activation' }],
    }),
  },
  clamps: true,
  decompose: canonicalise,
  macs: ({ inputs, outputs }) => (inputs[0]?.shape[1] ?? 0) * (outputs[0]?.shape ?? []).reduce((p, d) => p * d, 1),
  lower,
});
