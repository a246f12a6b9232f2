// The integer form of LayerNormalization and RMSNormalization: rows of int8 are normalized by exact integer moments (kernel layer_norm_s8), and scale,
// bias and output scale are one multiplier and one offset per column, under one shift.
import { invariant } from '../../diagnostics/diagnostic.ts';
import { elementCount, toNumbers } from '../../ir/tensor.ts';
import type { LowerContext, QuantContext, QuantRole, ValueType } from '../op-def.ts';
import { rowsFrom } from './normalization.ts';
import { clampLimits, perTensor } from './requant.ts';

/** A row's sum of squares of differences fits int32. */
const MOST_COLUMNS = 32768;
/** Fractional bits of a normalized element, and those that the high half of a product drops. */
const FRACTION = 20;
const DROPPED = 32;
const LEAST_SHIFT = 6;
const MOST_SHIFT = 22;

export interface IntegerNorm {
  readonly axis: number;
  readonly epsilon: number;
  /** Whether the mean is taken away. */
  readonly centred: boolean;
}

interface Columns {
  /** Pairs {M, offset}. */
  readonly table: Int32Array;
  readonly shift: number;
}

/** Multipliers and offsets under the largest shift that keeps every sum in int32; null where none does. */
function columnsOf({ inputs: [x, scale, bias], outputs: [y] }: QuantContext<unknown>, norm: IntegerNorm): Columns | null {
  invariant(!!x && !!y, 'a normalization has input and output');
  const { cols } = rowsFrom(x.shape, norm.axis);
  const output = perTensor(y);
  const factors = scale?.tensor ? toNumbers(scale.tensor) : new Array<number>(cols).fill(1);
  const offsets = bias?.tensor ? toNumbers(bias.tensor) : new Array<number>(cols).fill(0);
  for (let shift = MOST_SHIFT; shift >= LEAST_SHIFT; shift--) {
    const multipliers = factors.map((f) => Math.round((f / output.scale) * 2 ** (DROPPED - FRACTION + shift)));
    const added = offsets.map((b) => Math.round((b / output.scale + output.zeroPoint) * 2 ** shift) + 2 ** (shift - 1));
    const fits = multipliers.every((m, c) => Math.abs(m) < 2 ** 31 && Math.sqrt(cols) * 2 ** (FRACTION - DROPPED) * Math.abs(m) + Math.abs(added[c] ?? 0) + 2 < 2 ** 31);
    if (fits) return { table: Int32Array.from({ length: 2 * cols }, (_, i) => (i % 2 === 0 ? multipliers : added)[i >> 1] ?? 0), shift };
  }
  return null;
}

/** epsilon in units of the row's integer variance, which is count^2 / scale^2 times the real one; null beyond 2^62. */
function epsilonOf(x: ValueType, { axis, epsilon }: IntegerNorm): bigint | null {
  const { cols } = rowsFrom(x.shape, axis);
  const value = Math.round((epsilon * cols * cols) / perTensor(x).scale ** 2);
  return value < 2 ** 62 ? BigInt(value) : null;
}

/** Whether the integer form can be: parameters are constant and fill a row that is not too long. */
export function canNormalize({ inputs: [x, ...parameters] }: Pick<QuantContext<unknown>, 'inputs'>, axis: number): boolean {
  if (!x) return false;
  const { cols } = rowsFrom(x.shape, axis);
  return cols <= MOST_COLUMNS && parameters.every((p) => !p || (!!p.tensor && elementCount(p.shape) === cols));
}

export function fitsNorm(ctx: QuantContext<unknown>, norm: IntegerNorm): boolean {
  const [x] = ctx.inputs;
  return !!x && canNormalize(ctx, norm.axis) && columnsOf(ctx, norm) !== null && epsilonOf(x, norm) !== null;
}

export const NORM_ROLES: { readonly inputs: readonly (QuantRole | null)[]; readonly outputs: readonly QuantRole[] } = { inputs: [{ kind: 'activation' }, null, null], outputs: [{ kind: 'activation' }] };

export function lowerIntegerNorm<A>(ctx: LowerContext<A>, norm: IntegerNorm): void {
  const [x] = ctx.inputs;
  const [y] = ctx.outputs;
  invariant(!!x && !!y, 'a normalization has input and output');
  const columns = columnsOf(ctx, norm);
  const epsilon = epsilonOf(x, norm);
  if (columns === null || epsilon === null) return ctx.reject('its scale and bias do not fit the scale of its output', 'keep this unit in float');
  const { out_min, out_max } = clampLimits(ctx.clamp, perTensor(y));
  const params = {
    ...rowsFrom(x.shape, norm.axis), zero_point: perTensor(x).zeroPoint, centred: norm.centred ? 1 : 0,
    epsilon_low: Number(BigInt.asIntN(32, epsilon)), epsilon_high: Number(BigInt.asIntN(32, epsilon >> 32n)), shift: columns.shift, out_min, out_max,
  };
  ctx.call('layer_norm_s8', params, { x: { value: x.handle }, table: { constant: columns.table, dtype: 'i32', role: 'weight' }, y: { value: y.handle } });
}
