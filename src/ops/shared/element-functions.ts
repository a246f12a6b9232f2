// Element-wise operators over every element type: evaluation with broadcasting (floats in double precision, integers exactly and then modulo
// their width), lowering by a kernel per type, and operands of narrower integers by way of int32.
import { invariant } from '../../diagnostics/diagnostic.ts';
import { type DType, type TensorData, bytesOf, isFloat, makeData } from '../../ir/dtype.ts';
import type { Attrs } from '../../ir/graph.ts';
import { type Tensor, elementCount, makeTensor, toNumbers } from '../../ir/tensor.ts';
import type { ParamValues } from '../../kernels/program.ts';
import type { DecomposeContext, LowerContext, LowerValue, OpDef, ReferenceContext, ValueType } from '../op-def.ts';
import { defineOp } from '../op-def.ts';
import { requiredInput } from './attributes.ts';
import { broadcastShapes, broadcastTo, callBroadcast } from './broadcast.ts';
import { inferBinary, permuteElementwise } from './elementwise.ts';
import { computeIn } from './widen.ts';

/** What an operator computes from one element of each operand. */
export interface ElementFunction {
  readonly float?: (a: number, b: number) => number | bigint | boolean;
  readonly integer?: (a: bigint, b: bigint) => bigint | boolean;
}

type Element = number | bigint | boolean;

/** Elements into a tensor; integers modulo their width, floats truncated where integers are stored. */
export function tensorOf(type: ValueType, elements: readonly Element[]): Tensor {
  const data = makeData(type.dtype, elements.length);
  elements.forEach((v, i) => put(data, i, v));
  return makeTensor(type.dtype, type.shape, data);
}

function put(data: TensorData, i: number, v: Element): void {
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) data[i] = typeof v === 'bigint' ? v : BigInt(Number.isFinite(v) ? Math.trunc(Number(v)) : 0);
  else data[i] = typeof v === 'bigint' && !(data instanceof Float32Array) ? Number(BigInt.asIntN(32, v)) : Number(v);
}

/** y = f(a, b), both broadcast; a unary function ignores b. */
export function elementwiseReference(ctx: ReferenceContext<object>, f: ElementFunction): Tensor[] {
  const [a, b = a] = ctx.inputs;
  const [y] = ctx.outputs;
  invariant(!!a && !!b && !!y, 'an element-wise operator needs its operands');
  const [p, q] = [broadcastTo(a, y.shape).data, broadcastTo(b, y.shape).data];
  const at = Array.from({ length: p.length }, (_, i) => i);
  if (isFloat(a.dtype) || f.integer === undefined) return [tensorOf(y, at.map((i) => f.float?.(Number(p[i]), Number(q[i])) ?? NaN))];
  const { integer } = f;
  return [tensorOf(y, at.map((i) => integer(BigInt(p[i] ?? 0), BigInt(q[i] ?? 0))))];
}

/** Kernels by the element type of the operands. */
export type Kernels = Readonly<Partial<Record<DType, string>>>;

/** The same kernels for integers of both signs. */
export function integerKernels(name: string): Kernels {
  return { i32: `${name}_i32`, u32: `${name}_i32`, i64: `${name}_i64`, u64: `${name}_i64` };
}

/** A kernel for each signed and unsigned type. */
export function signedKernels(name: string, unsigned = name): Kernels {
  return { i32: `${name}_i32`, u32: `${unsigned}_u32`, i64: `${name}_i64`, u64: `${unsigned}_u64` };
}

/** Calls the kernel of the operands' type with both operands broadcast. */
export function lowerBinary<A>(ctx: LowerContext<A>, kernels: Kernels): void {
  const [a, b] = ctx.inputs;
  const [y] = ctx.outputs;
  invariant(!!a && !!b && !!y, 'a binary operator needs two operands');
  callBroadcast(ctx, kernels[a.dtype] ?? ctx.reject(`element type ${a.dtype} is not supported`), { operands: { a, b }, y });
}

/** Calls the kernel of the operand's type. */
export function lowerUnary<A>(ctx: LowerContext<A>, kernels: Kernels, params: ParamValues = {}): void {
  const [x] = ctx.inputs;
  const [y] = ctx.outputs;
  invariant(!!x && !!y, 'a unary operator needs its operand');
  callUnary(ctx, kernels[x.dtype] ?? ctx.reject(`element type ${x.dtype} is not supported`), { x, y, params });
}

export function callUnary<A>(ctx: LowerContext<A>, kernel: string, { x, y, params = {} }: { readonly x: LowerValue; readonly y: LowerValue; readonly params?: ParamValues }): void {
  const floats = Object.fromEntries(Object.entries(params).map(([name, value]) => [name, Math.fround(value)]));
  ctx.call(kernel, { count: elementCount(x.shape), ...floats }, { x: { value: x.handle }, y: { value: y.handle } });
}

/** An operator on integers of 8 and 16 bits in int32; false where its kernels take the type as it is. */
export function widened(ctx: DecomposeContext<Attrs>, op: string, kernels: Kernels): boolean {
  const [x] = ctx.inputs;
  if (!x || kernels[x.dtype] !== undefined || isFloat(x.dtype) || bytesOf(x.dtype) > 2) return false;
  computeIn(ctx, op, 'i32');
  return true;
}

export interface BinarySpec {
  readonly op: string;
  readonly since: readonly number[];
  readonly f: ElementFunction;
  readonly kernels: Kernels;
  /** Of the operands' type by default. */
  readonly result?: 'bool';
  /** Types of operands; all by default. */
  readonly types?: readonly DType[];
}

/** A record of an operator without attributes on two operands of one type. */
export function binaryOp({ op, since, f, kernels, result, types }: BinarySpec): OpDef {
  return defineOp<Record<never, never>>({
    op, since,
    arity: [2, 2],
    parse: () => ({}),
    infer(ctx) {
      const [type] = inferBinary(ctx);
      if (type && types && !types.includes(type.dtype)) return ctx.reject(`element type ${type.dtype} is not allowed; allowed are ${types.join(', ')}`);
      return type ? [{ ...type, ...(result ? { dtype: result } : {}) }] : [];
    },
    reference: (ctx) => elementwiseReference(ctx, f),
    permute: permuteElementwise,
    decompose: (ctx) => widened(ctx, op, kernels),
    lower: (ctx) => lowerBinary(ctx, kernels),
  });
}

/** A comparison: bool of two operands of one type; `swapped` compares b with a. */
export function comparison(op: string, since: readonly number[], { f, kernels, swapped }: { readonly f: Required<ElementFunction>; readonly kernels: Kernels; readonly swapped?: string }): OpDef {
  const record = binaryOp({ op, since, f, kernels, result: 'bool' });
  if (swapped === undefined) return record;
  return Object.freeze({
    ...record,
    decompose(ctx: DecomposeContext<Attrs>) {
      ctx.node(swapped, {}, [ctx.inputIds[1] ?? null, ctx.inputIds[0] ?? null], ctx.outputIds[0] ?? '');
      return true;
    },
  });
}

/** Types and shape of any number of operands that are broadcast together. */
export function inferVariadic(ctx: { readonly inputs: readonly (ValueType | null)[]; reject(message: string): never }): ValueType[] {
  const reject = ctx.reject.bind(ctx);
  const types = ctx.inputs.map((_, i) => requiredInput(ctx.inputs, i, reject));
  const dtype = types[0]?.dtype ?? 'f32';
  const other = types.find((t) => t.dtype !== dtype);
  if (other) return reject(`operand types ${dtype} and ${other.dtype} differ`);
  return [{ dtype, shape: types.reduce<readonly number[]>((shape, t) => broadcastShapes(shape, t.shape, reject), []) }];
}

/** The operands joined by a binary operator, from the left; the last one into `output`. Returns what it is. */
export function chain(ctx: DecomposeContext<Attrs>, op: string, output: string | ValueType): string {
  const [first, ...others] = ctx.inputIds;
  const dtype = ctx.inputs[0]?.dtype ?? 'f32';
  if (others.length === 0) return ctx.node('Identity', {}, [first ?? null], output);
  let [shape, id]: [readonly number[], string | null] = [ctx.inputs[0]?.shape ?? [], first ?? null];
  others.forEach((other, i) => {
    shape = broadcastShapes(shape, ctx.inputs[i + 1]?.shape ?? [], () => [] as never);
    id = ctx.node(op, {}, [id, other], i === others.length - 1 ? output : { dtype, shape });
  });
  return id ?? '';
}

/** Reference of a variadic operator: `f` from the left, then `last` of the result and the number of operands. */
export function variadicReference(ctx: ReferenceContext<object>, f: ElementFunction, last: (x: number, n: number) => number = (x) => x): Tensor[] {
  const [y] = ctx.outputs;
  const [first, ...others] = ctx.inputs;
  invariant(!!first && !!y, 'a variadic operator needs an operand');
  const wide: ValueType = { dtype: y.dtype === 'f32' ? 'f64' : y.dtype, shape: y.shape };
  const start = isFloat(y.dtype) ? tensorOf(wide, toNumbers(broadcastTo(first, y.shape))) : broadcastTo(first, y.shape);
  const joined = others.reduce<Tensor>((a, b) => elementwiseReference({ ...ctx, inputs: [a, b], outputs: [wide] }, f)[0] ?? a, start);
  return isFloat(y.dtype) ? [tensorOf(y, toNumbers(joined).map((v) => last(v, ctx.inputs.length)))] : [joined];
}
