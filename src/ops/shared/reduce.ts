// What reductions share: axes from attribute or constant input, shapes, the reference over any element type, and lowering to kernels that
// reduce the middle of [outer][count][inner]. Axes that are not neighbours are reduced one run after the other.
import { invariant } from '../../diagnostics/diagnostic.ts';
import { type DType, bytesOf, isFloat, makeData } from '../../ir/dtype.ts';
import type { Attrs } from '../../ir/graph.ts';
import { type Shape, type Tensor, elementCount, makeTensor, stridesOf } from '../../ir/tensor.ts';
import type { DecomposeContext, ExpandContext, InferContext, LowerContext, ParseContext, ReferenceContext, ValueType } from '../op-def.ts';
import { constantInput, intAttr, intsAttr, normaliseAxis, requiredInput } from './attributes.ts';
import { runOf } from './axis-run.ts';
import { computeIn } from './widen.ts';
import { intList } from './writer.ts';

export type ReduceAttrs = {
  /** Non-negative, ascending. */
  readonly axes: readonly number[];
  readonly keepDims: boolean;
};

/** Axes were an attribute up to opset 12 (ReduceSum) or 17, and are input 1 from then on. */
export function parseReduce(ctx: ParseContext): ReduceAttrs {
  const reject = ctx.reject.bind(ctx);
  const { shape } = requiredInput(ctx.inputs, 0, reject);
  const given = intsAttr(ctx, 'axes') ?? constantInput(ctx, 'axes', 1) ?? [];
  const axes = [...new Set(given.map((a) => normaliseAxis(a, shape.length, reject)))].sort((a, b) => a - b);
  const none = axes.length === 0 && intAttr(ctx, 'noop_with_empty_axes', 0) === 0;
  return { axes: none ? [...shape.keys()] : axes, keepDims: intAttr(ctx, 'keepdims', 1) !== 0 };
}

export function reducedShape(shape: Shape, { axes, keepDims }: ReduceAttrs): number[] {
  const kept = shape.map((d, i) => (axes.includes(i) ? 1 : d));
  return keepDims ? kept : kept.filter((_, i) => !axes.includes(i));
}

export function inferReduce(ctx: InferContext<ReduceAttrs>): ValueType[] {
  const x = requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx));
  return [{ dtype: x.dtype, shape: reducedShape(x.shape, ctx.attrs) }];
}

type Fold<T> = (a: T, b: T) => T;

function foldInto<T extends number | bigint>(x: { readonly values: ArrayLike<T>; readonly shape: Shape }, y: { readonly values: { [i: number]: T }; readonly shape: Shape }, axes: readonly number[], f: Fold<T>): void {
  const own = stridesOf(x.shape);
  const to = stridesOf(x.shape.map((d, i) => (axes.includes(i) ? 1 : d)));
  const seen = new Set<number>();
  for (let i = 0; i < x.values.length; i++) {
    const at = own.reduce((sum, stride, d) => sum + (axes.includes(d) ? 0 : (Math.floor(i / stride) % (x.shape[d] ?? 1)) * (to[d] ?? 0)), 0);
    const value = x.values[i];
    const before = y.values[at];
    if (value === undefined || before === undefined) continue;
    y.values[at] = seen.has(at) ? f(before, value) : value;
    seen.add(at);
  }
}

/** `empty`, or the integer limit nearest to it, as an element of `dtype`. */
function emptyValue(dtype: DType, empty: number): number | bigint {
  const bits = dtype === 'bool' ? 1 : 8 * bytesOf(dtype);
  if (isFloat(dtype)) return empty;
  const [low, high] = dtype.startsWith('i') ? [-(1n << BigInt(bits - 1)), (1n << BigInt(bits - 1)) - 1n] : [0n, (1n << BigInt(bits)) - 1n];
  const value = empty === -Infinity ? low : empty === Infinity ? high : BigInt(empty);
  return bits === 64 ? value : Number(value);
}

/** Folds along the axes; 64-bit integers as such. `empty` is the result of folding nothing. */
export function reduceReference(ctx: ReferenceContext<ReduceAttrs>, onNumbers: Fold<number>, onIntegers: Fold<bigint>, empty = 0): Tensor[] {
  const [x] = ctx.inputs;
  const [y] = ctx.outputs;
  invariant(!!x && !!y, 'a reduction needs an input');
  const { axes } = ctx.attrs;
  const data = makeData(y.dtype, elementCount(y.shape));
  if (x.data.length === 0) data.fill(emptyValue(y.dtype, empty) as never);
  else if (x.data instanceof BigInt64Array && data instanceof BigInt64Array) foldInto({ values: x.data, shape: x.shape }, { values: data, shape: y.shape }, axes, (a, b) => BigInt.asIntN(64, onIntegers(a, b)));
  else if (x.data instanceof BigUint64Array && data instanceof BigUint64Array) foldInto({ values: x.data, shape: x.shape }, { values: data, shape: y.shape }, axes, (a, b) => BigInt.asUintN(64, onIntegers(a, b)));
  else {
    const wide = new Float64Array(data.length);
    foldInto({ values: Float64Array.from(x.data as ArrayLike<number>), shape: x.shape }, { values: wide, shape: y.shape }, axes, onNumbers);
    wide.forEach((v, i) => (data[i] = v));
  }
  return [makeTensor(y.dtype, y.shape, data)];
}

/** Runs of reduced axes, from the last to the first; axes of length 1 belong to any run. */
function runsOf(shape: Shape, axes: readonly number[]): (readonly number[])[] {
  const runs: number[][] = [];
  let open: number[] | null = null;
  for (let i = shape.length - 1; i >= 0; i--) {
    if (axes.includes(i)) {
      if (open === null) runs.push((open = []));
      open.unshift(i);
    } else if (shape[i] !== 1) open = null;
  }
  return runs;
}

const RUN_TIME: readonly DType[] = ['f32', 'i32', 'i64'];

/** The type in which values of `dtype` are reduced: narrow integers in 32 bits, unsigned ones in 64. */
export function reducedIn(dtype: DType): DType {
  if (RUN_TIME.includes(dtype)) return dtype;
  return dtype === 'u32' || dtype === 'u64' ? 'i64' : 'i32';
}

/** The operator in a type that kernels have; false where the type is such a one. */
export function widenedReduce<A extends Attrs>(ctx: DecomposeContext<A>, op: string): boolean {
  const [x] = ctx.inputs;
  if (!x || RUN_TIME.includes(x.dtype)) return false;
  computeIn(ctx, op, reducedIn(x.dtype));
  return true;
}

/** All but one run reduced by nodes of their own; false where there is one run at most. */
export function splitRuns(ctx: DecomposeContext<ReduceAttrs>, op: string): boolean {
  const [x] = ctx.inputs;
  const [y] = ctx.outputs;
  if (!x || !y) return false;
  const [run, ...others] = runsOf(x.shape, ctx.attrs.axes);
  if (run === undefined || others.length === 0) return false;
  const rest = ctx.attrs.axes.filter((a) => !run.includes(a));
  const partly = ctx.node(op, { axes: [...run], keepDims: true }, [ctx.inputIds[0] ?? null], { dtype: x.dtype, shape: reducedShape(x.shape, { axes: run, keepDims: true }) });
  const whole = ctx.attrs.keepDims ? (ctx.outputIds[0] ?? y) : { dtype: x.dtype, shape: reducedShape(x.shape, { axes: ctx.attrs.axes, keepDims: true }) };
  const last = ctx.node(op, { axes: rest, keepDims: true }, [partly], whole);
  if (!ctx.attrs.keepDims) ctx.node('Reshape', { shape: y.shape }, [last], ctx.outputIds[0] ?? y);
  return true;
}

/** Decomposition of a reduction that has kernels. */
export function decomposeReduce(ctx: DecomposeContext<ReduceAttrs>, op: string): boolean {
  return widenedReduce(ctx, op) || splitRuns(ctx, op);
}

export function lowerReduce(ctx: LowerContext<ReduceAttrs>, kernel: string): void {
  const [x] = ctx.inputs;
  const [y] = ctx.outputs;
  invariant(!!x && !!y, 'a reduction needs an input');
  ctx.call(`${kernel}_${x.dtype}`, { ...runOf(x.shape, ctx.attrs.axes) }, { x: { value: x.handle }, y: { value: y.handle } });
}

/** Axes that a transposition moves; null where dropping them would also reorder the output. */
export function permuteReduce(attrs: ReduceAttrs, perm: readonly number[]): ReduceAttrs | null {
  return attrs.keepDims ? { ...attrs, axes: attrs.axes.map((a) => perm.indexOf(a)).sort((a, b) => a - b) } : null;
}

/** For operators written as others: the axes as the input that opset 18 has, null where all are reduced. */
export function axesInput(ctx: ExpandContext): string | null {
  const axes = intsAttr(ctx, 'axes');
  return axes === null ? (ctx.inputIds[1] ?? null) : intList(ctx, ...axes);
}

/** Attributes of a reduction that go on to the one inside. */
export function keptAttrs({ raw }: Pick<ExpandContext, 'raw'>): Attrs {
  return Object.fromEntries(['keepdims', 'noop_with_empty_axes'].flatMap((name) => (raw[name] === undefined ? [] : [[name, raw[name]]])));
}
