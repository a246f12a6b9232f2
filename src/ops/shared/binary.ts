// Lowering of the four arithmetic operators: float kernels, broadcasting by strides, and integer forms of Add, Sub (one narrowing shift) and Mul (requantization).
import { invariant } from '../../diagnostics/diagnostic.ts';
import { elementCount } from '../../ir/tensor.ts';
import { addParams, subParams } from '../../numeric/fixed-point.ts';
import type { LowerContext, LowerValue, QuantContext } from '../op-def.ts';
import { broadcastOperand, callBroadcast } from './broadcast.ts';
import { floatLimits } from './limits.ts';
import { type ChannelRequant, type PerTensor, channelRequant, clampLimits, perTensor, quantizerParams } from './requant.ts';

interface Operands {
  readonly a: LowerValue;
  readonly b: LowerValue;
  readonly y: LowerValue;
}

function operandsOf<A>(ctx: LowerContext<A>): Operands {
  const [a, b] = ctx.inputs;
  const y = ctx.outputs[0];
  invariant(!!a && !!b && !!y, 'a binary operator needs two operands');
  return { a: broadcastOperand(ctx, a, y.shape), b: broadcastOperand(ctx, b, y.shape), y };
}

function handles({ a, b, y }: Operands): { a: { value: LowerValue['handle'] }; b: { value: LowerValue['handle'] }; y: { value: LowerValue['handle'] } } {
  return { a: { value: a.handle }, b: { value: b.handle }, y: { value: y.handle } };
}

const BROADCAST_KERNELS = { add_f32: 'add_broadcast_f32', sub_f32: 'sub_broadcast_f32', mul_f32: 'mul_broadcast_f32', div_f32: 'div_broadcast_f32' } as const;

/** Operands of equal shapes go through kernels of their own, which some instruction sets have variants of. */
export function lowerFloatBinary<A>(ctx: LowerContext<A>, kernel: keyof typeof BROADCAST_KERNELS): void {
  const [a, b] = ctx.inputs;
  const [y] = ctx.outputs;
  invariant(!!a && !!b && !!y, 'a binary operator needs two operands');
  if (y.dtype !== 'f32') return ctx.reject(`element type ${y.dtype} is not supported at run time`);
  const count = elementCount(y.shape);
  if (elementCount(a.shape) === count && elementCount(b.shape) === count) return ctx.call(kernel, { count, ...floatLimits(ctx.clamp) }, handles({ a, b, y }));
  callBroadcast(ctx, BROADCAST_KERNELS[kernel], { operands: { a, b }, y, params: floatLimits(ctx.clamp) });
}

/** a + b where operands and result differ in type; `outputs` are the result as float, as int8, or both. */
export function lowerMixedSum<A>(ctx: LowerContext<A>): void {
  const [a, b] = ctx.inputs;
  const float = ctx.outputs.find((y) => y.dtype === 'f32');
  const int8 = ctx.outputs.find((y) => y.dtype === 'i8');
  invariant(!!a && !!b, 'a sum needs two operands');
  const quantOf = (value: LowerValue | undefined): { scale: number; zeroPoint: number } => (value?.dtype === 'i8' ? perTensor(value) : { scale: 1, zeroPoint: 0 });
  const [left, right, out] = [quantOf(a), quantOf(b), quantOf(int8)];
  const as = (value: LowerValue | undefined, dtype: 'f32' | 'i8'): { value: LowerValue['handle'] } | null => (value?.dtype === dtype ? { value: value.handle } : null);
  ctx.call('add_mixed', {
    count: elementCount(a.shape), a_scale: Math.fround(left.scale), b_scale: Math.fround(right.scale), a_zero_point: left.zeroPoint, b_zero_point: right.zeroPoint,
    ...quantizerParams(out), ...floatLimits(ctx.clamp),
  }, { a: as(a, 'f32'), a8: as(a, 'i8'), b: as(b, 'f32'), b8: as(b, 'i8'), y: as(float, 'f32'), y8: as(int8, 'i8') });
}

/** Of a sum or difference; `wide` asks for 32-bit multipliers (passes/widen-sums). */
export type SumAttrs = { readonly wide?: boolean };

/** a + sign * b. */
export function lowerIntegerSum(ctx: LowerContext<SumAttrs>, sign: 1 | -1): void {
  const operands = operandsOf(ctx);
  const [a, b, y] = [perTensor(operands.a), perTensor(operands.b), perTensor(operands.y)];
  const sum = (sign === 1 ? addParams : subParams)(a, b, y, ctx.attrs.wide === true ? 32 : 16);
  if (sum === null) return ctx.reject('the scales of its operands are too far from that of its output', 'keep this unit in float');
  const params = { multiplier_a: sum.multiplierA, multiplier_b: sum.multiplierB, offset: sum.offset, shift: sum.shift };
  ctx.call('add_s8', { count: elementCount(operands.y.shape), ...params, ...clampLimits(ctx.clamp, y) }, handles(operands));
}

/** Whether the multipliers of a + sign * b fit 16 bits. */
export function fitsSum(sign: 1 | -1): (ctx: QuantContext<unknown>) => boolean {
  return ({ inputs: [a, b], outputs: [y] }) => (sign === 1 ? addParams : subParams)(perTensor(a), perTensor(b), perTensor(y)) !== null;
}

function productRequant(a: PerTensor, b: PerTensor, y: PerTensor): ChannelRequant | null {
  return channelRequant({ multipliers: [(a.scale * b.scale) / y.scale], biases: [0], bounds: [255 * 255] });
}

/** Whether the multiplier of a * b fits the requantization rule. */
export function fitsProduct({ inputs: [a, b], outputs: [y] }: QuantContext<unknown>): boolean {
  return productRequant(perTensor(a), perTensor(b), perTensor(y)) !== null;
}

export function lowerIntegerProduct<A>(ctx: LowerContext<A>): void {
  const operands = operandsOf(ctx);
  const [a, b, y] = [perTensor(operands.a), perTensor(operands.b), perTensor(operands.y)];
  const requant = productRequant(a, b, y);
  if (requant === null) return ctx.reject('its product does not fit int32', 'keep this unit in float');
  const params = {
    a_zero_point: a.zeroPoint, b_zero_point: b.zeroPoint, pre_shift: requant.preShift,
    multiplier: requant.table[1] ?? 0, shift: requant.table[2] ?? 1, out_zero_point: y.zeroPoint,
  };
  ctx.call('mul_s8', { count: elementCount(operands.y.shape), ...params, ...clampLimits(ctx.clamp, y) }, handles(operands));
}
