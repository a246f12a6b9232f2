// What element-wise operators share: reference evaluation with broadcasting over any element type, and the integer form of
// unary functions as a 256-entry table.
import { invariant } from '../../diagnostics/diagnostic.ts';
import { makeData } from '../../ir/dtype.ts';
import { type Tensor, makeTensor, toNumbers } from '../../ir/tensor.ts';
import { roundHalfEven } from '../../numeric/rounding.ts';
import type { LowerContext, ReferenceContext, ValueType } from '../op-def.ts';
import { requiredInput } from './attributes.ts';
import { broadcastShapes } from './broadcast.ts';
import { perTensor } from './requant.ts';

export function inferBinary(ctx: { readonly inputs: readonly (ValueType | null)[]; reject(message: string): never }): ValueType[] {
  const reject = ctx.reject.bind(ctx);
  const a = requiredInput(ctx.inputs, 0, reject);
  const b = requiredInput(ctx.inputs, 1, reject);
  if (a.dtype !== b.dtype) return reject(`operand types ${a.dtype} and ${b.dtype} differ`);
  return [{ dtype: a.dtype, shape: broadcastShapes(a.shape, b.shape, reject) }];
}

export function inferUnary(ctx: { readonly inputs: readonly (ValueType | null)[]; reject(message: string): never }): ValueType[] {
  const x = requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx));
  return [{ dtype: x.dtype, shape: x.shape }];
}

/** Saturated at what 64 bits hold; NaN gives 0. */
function toInt64(value: number): bigint {
  if (Number.isNaN(value)) return 0n;
  return Number.isFinite(value) ? BigInt(Math.trunc(value)) : value < 0 ? -(2n ** 63n) : 2n ** 63n - 1n;
}

/** Numbers into a tensor of `type`; 64-bit integers are truncated towards zero. */
export function fromNumbers(type: ValueType, values: readonly number[]): Tensor {
  const data = makeData(type.dtype, values.length);
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) values.forEach((v, i) => (data[i] = toInt64(v)));
  else values.forEach((v, i) => (data[i] = v));
  return makeTensor(type.dtype, type.shape, data);
}

export function unaryReference(ctx: ReferenceContext<object>, f: (x: number) => number): Tensor[] {
  const [x] = ctx.inputs;
  const [y] = ctx.outputs;
  invariant(!!x && !!y, 'a unary operator needs its operand');
  return [fromNumbers(y, toNumbers(x).map(f))];
}

/** The integer form of y = f(x): a table over all int8 inputs; 0 where f has no value, as the root of a step below 0. */
export function lowerTable<A>(ctx: LowerContext<A>, f: (x: number) => number): void {
  const [x] = ctx.inputs;
  const [y] = ctx.outputs;
  invariant(!!x && !!y, 'a table needs input and output');
  if (!x.quant || !y.quant) return ctx.reject('it computes on 8-bit values that have no scale', 'put QuantizeLinear or DequantizeLinear before it, or make the input float');
  const input = perTensor(x);
  const output = perTensor(y);
  const table = Int8Array.from({ length: 256 }, (_, i) => {
    const value = f(input.scale * (i - 128 - input.zeroPoint));
    const real = Number.isNaN(value) ? 0 : value;
    return Math.max(-128, Math.min(127, roundHalfEven(real / output.scale) + output.zeroPoint));
  });
  const count = x.shape.reduce((p, d) => p * d, 1);
  ctx.call('lookup_s8', { count }, { x: { value: x.handle }, table: { constant: table, dtype: 'i8', role: 'table' }, y: { value: y.handle } });
}

/** Element-wise operators commute with any transposition. */
export function permuteElementwise<A>(attrs: A): A {
  return attrs;
}

/** Operators along one axis commute with a transposition that moves that axis. */
export function permuteAxis<A extends { readonly axis: number }>(attrs: A, perm: readonly number[]): A {
  return { ...attrs, axis: perm.indexOf(attrs.axis) };
}

export const ACTIVATION_IN_OUT = {
  supports: () => true,
  roles: () => ({ inputs: [{ kind: 'activation' as const }], outputs: [{ kind: 'activation' as const }] }),
};

/** Quant facet of a sum or difference: its multipliers are scale_a / scale_y and scale_b / scale_y. */
export const SUM_QUANT = {
  supports: () => true,
  leastOutputScale: (_ctx: unknown, [a = 0, b = 0]: readonly number[]) => Math.max(a, b) / 4096,
  roles: () => ({ inputs: [{ kind: 'activation' as const }, { kind: 'activation' as const }], outputs: [{ kind: 'activation' as const }] }),
};

/** Quant facet of a product: its multiplier is scale_a * scale_b / scale_y. */
export const PRODUCT_QUANT = { ...SUM_QUANT, leastOutputScale: (_ctx: unknown, [a = 0, b = 0]: readonly number[]) => (a * b) / 4096 };
