// Cast: https://onnx.ai/onnx/operators/onnx__Cast.html, between integers, bool and floats. Floats become integers truncated, integers narrower modulo their
// width. float16 and bfloat16 are floats that are rounded to their grid, float64 is float; integers of 2 and 4 bits are 8 bits wide.
import { invariant } from '../diagnostics/diagnostic.ts';
import { type DType, bytesOf, isFloat } from '../ir/dtype.ts';
import { type Tensor, elementCount, stridesOf } from '../ir/tensor.ts';
import { nearestOnGrid } from '../numeric/half-precision.ts';
import { type DecomposeContext, type LowerContext, type ReferenceContext, type ValueType, defineOp } from './op-def.ts';
import { intAttr, requiredInput } from './shared/attributes.ts';
import { castKernel, sameBits, stepTowards } from './shared/conversions.ts';
import { callUnary, elementwiseReference, tensorOf } from './shared/element-functions.ts';
import { type Grid, typeOf } from './shared/element-type.ts';
import { permuteElementwise } from './shared/elementwise.ts';
import { copyKernel, copyParams } from './shared/strided-copy.ts';

export type CastAttrs = { readonly to: DType; readonly grid?: Grid };

/** The low bits of an integer, with its sign. */
function narrowed(grid: Grid | undefined, v: bigint): bigint {
  if (grid === undefined) return v;
  return grid.startsWith('u') ? BigInt.asUintN(Number(grid.slice(1)), v) : BigInt.asIntN(Number(grid.slice(1)), v);
}

/** Truncated and limited to what the kernel makes, int32 and more; NaN gives 0. */
function truncated(x: number, to: DType): bigint {
  const bits = bytesOf(to) === 8 ? 64 : 32;
  const [low, high] = to === 'u64' || to === 'u32' ? [0n, 2n ** BigInt(bits) - 1n] : [-(2n ** BigInt(bits - 1)), 2n ** BigInt(bits - 1) - 1n];
  if (!Number.isFinite(x)) return x > 0 ? high : x < 0 ? low : 0n;
  const whole = BigInt(Math.trunc(x));
  return whole < low ? low : whole > high ? high : whole;
}

function reference(ctx: ReferenceContext<CastAttrs>): Tensor[] {
  const { to, grid } = ctx.attrs;
  if (to === 'bool') return elementwiseReference(ctx, { float: (x) => x !== 0, integer: (x) => x !== 0n });
  if (grid === 'f16' || grid === 'bf16') return elementwiseReference(ctx, { float: (x) => nearestOnGrid(grid, Math.fround(x)) });
  if (isFloat(to)) return elementwiseReference(ctx, { float: (x) => x });
  return elementwiseReference(ctx, { float: (x) => narrowed(grid, truncated(x, to)), integer: (x) => narrowed(grid, x) });
}

/** (v & mask) with the sign of its highest bit: ((v & mask) ^ sign) - sign. */
function narrow(ctx: DecomposeContext<CastAttrs>, grid: Grid, to: DType): void {
  const shape = ctx.outputs[0]?.shape ?? [];
  const wide = { dtype: 'i32' as const, shape };
  const bits = Number(grid.slice(1));
  const number = (v: number): string => ctx.constant(tensorOf({ dtype: 'i32', shape: [] }, [v]));
  let id = ctx.node('Cast', { to: 'i32' }, ctx.inputIds, wide);
  id = ctx.node('BitwiseAnd', {}, [id, number(2 ** bits - 1)], wide);
  if (grid.startsWith('i')) id = ctx.node('Sub', {}, [ctx.node('BitwiseXor', {}, [id, number(2 ** (bits - 1))], wide), number(2 ** (bits - 1))], wide);
  ctx.node('Cast', { to }, [id], ctx.outputIds[0] ?? '');
}

function decompose(ctx: DecomposeContext<CastAttrs>): boolean {
  const { to, grid } = ctx.attrs;
  const x = ctx.inputs[0];
  const [output = ''] = ctx.outputIds;
  if (!x) return false;
  if (grid !== undefined && !isFloat(to)) {
    narrow(ctx, grid, to);
    return true;
  }
  if (x.dtype === to && grid === undefined) {
    ctx.node('Identity', {}, ctx.inputIds, output);
    return true;
  }
  const isDirect = grid === undefined ? castKernel(x.dtype, to) !== null || sameBits(x.dtype, to) : x.dtype === to;
  if (isDirect) return false;
  const step: DType = grid === undefined ? stepTowards(x.dtype, to) : 'f32';
  const between: ValueType = { dtype: step, shape: x.shape };
  ctx.node('Cast', ctx.attrs, [ctx.node('Cast', { to: step }, ctx.inputIds, between)], output);
  return true;
}

function lower(ctx: LowerContext<CastAttrs>): void {
  const [x] = ctx.inputs;
  const [y] = ctx.outputs;
  invariant(!!x && !!y, 'Cast needs an input');
  if (ctx.attrs.grid === 'f16' || ctx.attrs.grid === 'bf16') return callUnary(ctx, `round_to_${ctx.attrs.grid}`, { x, y });
  const kernel = castKernel(x.dtype, y.dtype);
  if (kernel !== null) return callUnary(ctx, kernel, { x, y });
  if (bytesOf(x.dtype) !== bytesOf(y.dtype)) return ctx.reject(`a conversion from ${x.dtype} to ${y.dtype} is not supported`);
  const flat = [elementCount(y.shape)];
  ctx.call(copyKernel(y.dtype), copyParams({ shape: flat, from: stridesOf(flat), to: stridesOf(flat) }, ctx.reject), { x: { value: x.handle }, y: { value: y.handle } });
}

export default defineOp<CastAttrs>({
  op: 'Cast',
  since: [1, 6, 9, 13, 19, 21, 23, 24, 25],
  arity: [1, 1],
  parse(ctx) {
    const number = intAttr(ctx, 'to', 0);
    const [to, grid] = typeOf(number) ?? ctx.reject(`element type ${number} is not supported`);
    return grid === undefined ? { to } : { to, grid };
  },
  infer: (ctx) => [{ dtype: ctx.attrs.to, shape: requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx)).shape }],
  reference,
  permute: permuteElementwise,
  decompose,
  lower,
});
