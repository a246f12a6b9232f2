// Integer form of recurrent layers: int8 inputs, weights by row, and states between steps, whose scale is 1/128 since they lie in [-1, 1]; int16 inside. The state that a caller
// hands on from run to run stays float, an exact multiple of the kernel's step, so that int16 states lose nothing between runs. Weights are quantized here.
import { invariant } from '../../diagnostics/diagnostic.ts';
import type { TensorData } from '../../ir/dtype.ts';
import { GATE_TABLES } from '../../numeric/gate-tables.ts';
import { requantParams } from '../../numeric/fixed-point.ts';
import type { LowerContext, QuantContext, QuantFacet, QuantRole, ValueType } from '../op-def.ts';
import { FLOAT_MAX, type RecurrentAttrs, type RecurrentKind, extentOf, operandOf } from './recurrent.ts';
import { type PerTensor, perTensor } from './requant.ts';

const STATE: QuantRole = { kind: 'fixed', scale: 1 / 128, zeroPoint: 0 };
/** Sums of gates have 10 fractional bits. */
const SUM_STEPS = 1024;
/** Largest magnitude of an input that comes in float. */
const WIDE_MAX = 8191;
/** Scale of a row of zeros. */
const SCALE_OF_ZEROS = 2 ** -20;
const LARGEST_BIAS = 2 ** 24;

/** Whether the layer has the functions that tables hold, and an output that int8 units read. */
function supports({ attrs, inputs: [x, w, b, r, extra], outputs }: QuantContext<RecurrentAttrs>, kind: RecurrentKind): boolean {
  const usual = kind.activations.every((name, i) => attrs.activations[i]?.kind === name) && attrs.clip === FLOAT_MAX && !attrs.inputForget;
  const constant = [w, b, r, extra].every((v) => v === null || v === undefined || !!v.tensor);
  return attrs.form === 'weights' && usual && constant && !!x && !!w && !!r && !(kind.op === 'LSTM' && extra) && rolesOfOutputs(attrs, outputs.length).some((role) => role !== null);
}

function rolesOfOutputs(attrs: RecurrentAttrs, count: number, hasState = false): (QuantRole | null)[] {
  return attrs.outputs.slice(0, count).map((o) => (o === 'y' || (o === 'yh' && !hasState) ? STATE : null));
}

/** Rows of int8 weights with {bias, M, s} each. */
interface Rows {
  readonly weights: Int8Array;
  readonly requant: Int32Array;
  readonly preShift: number;
}

interface Source {
  /** [row][column]. */
  readonly weights: ArrayLike<number>;
  readonly bias: ArrayLike<number>;
  readonly input: PerTensor;
  /** Largest magnitude of an input in steps, zero point aside. */
  readonly largest: number;
}

/** Null where a sum may leave int32, or has no multiplier. */
function rowsOf({ weights, bias, input, largest: steps }: Source): Rows | null {
  const count = bias.length;
  const length = weights.length / count;
  const stored = new Int8Array(weights.length);
  const reals: number[] = [];
  const bounds: number[] = [];
  const starts: number[] = [];
  for (let row = 0; row < count; row++) {
    let largest = 0;
    for (let i = 0; i < length; i++) largest = Math.max(largest, Math.abs(weights[row * length + i] ?? 0));
    const scale = Math.max(largest === 0 ? SCALE_OF_ZEROS : largest / 127, Math.abs(bias[row] ?? 0) / (input.scale * LARGEST_BIAS));
    let sum = 0;
    let absolute = 0;
    for (let i = 0; i < length; i++) {
      const q = Math.round((weights[row * length + i] ?? 0) / scale);
      stored[row * length + i] = q;
      sum += q;
      absolute += Math.abs(q);
    }
    const start = Math.round((bias[row] ?? 0) / (scale * input.scale)) - input.zeroPoint * sum;
    starts.push(start);
    bounds.push(Math.abs(start) + steps * absolute);
    reals.push(scale * input.scale * SUM_STEPS);
  }
  const params = requantParams(reals, bounds);
  if (params === null) return null;
  return { weights: stored, preShift: params.preShift, requant: Int32Array.from(starts.flatMap((start, i) => [start, params.multipliers[i] ?? 0, params.shifts[i] ?? 1])) };
}

function transposed(data: TensorData, rows: number): Float32Array {
  const columns = data.length / rows;
  return Float32Array.from({ length: data.length }, (_, i) => Number(data[(i % rows) * columns + Math.floor(i / rows)] ?? 0));
}

interface Layer {
  readonly inputs: Rows;
  readonly states: Rows;
}

function layerOf(attrs: RecurrentAttrs, kind: RecurrentKind, [x, w, b, r, extra]: readonly (ValueType | null)[]): Layer | null {
  const rows = kind.gates * attrs.hidden;
  invariant(!!x && w?.tensor?.data instanceof Float32Array && r?.tensor?.data instanceof Float32Array, 'weights of a recurrent layer are f32 constants');
  const bias = b?.tensor?.data instanceof Float32Array ? b.tensor.data : new Float32Array(rows);
  const own = new Float32Array(rows);
  if (kind.op === 'GRU' && extra?.tensor?.data instanceof Float32Array) own.set(extra.tensor.data, 2 * attrs.hidden);
  const isWide = attrs.inputRange !== null;
  const inputs = rowsOf({ weights: w.tensor.data, bias, input: isWide ? { scale: attrs.inputRange / WIDE_MAX, zeroPoint: 0 } : perTensor(x), largest: isWide ? WIDE_MAX : 128 });
  const states = rowsOf({ weights: transposed(r.tensor.data, attrs.hidden), bias: own, input: { scale: 1 / 128, zeroPoint: 0 }, largest: 128 });
  return inputs === null || states === null ? null : { inputs, states };
}

export function recurrentQuant(kind: RecurrentKind): QuantFacet<RecurrentAttrs> {
  return {
    supports: (ctx) => supports(ctx, kind),
    readsFloat: (attrs, { min, max }) => ({ ...attrs, inputRange: Math.max(-min, max, 2 ** -20) }),
    fits: ({ attrs, inputs }) => layerOf(attrs, kind, inputs) !== null,
    roles: ({ attrs, inputs, outputs }) => ({ inputs: inputs.map((_, i) => (i === 0 && attrs.inputRange === null ? { kind: 'activation' } : null)), outputs: rolesOfOutputs(attrs, outputs.length, !!inputs[6]) }),
  };
}

/** Cells grow by one a step at most: bits for as many as a run has, or for 16. */
function cellFraction(steps: number, hasState: boolean): number {
  return 15 - (hasState ? 4 : Math.min(4, Math.ceil(Math.log2(Math.max(1, steps)))));
}

export function isInteger({ attrs, inputs }: LowerContext<RecurrentAttrs>): boolean {
  return inputs[0]?.dtype === 'i8' || attrs.inputRange !== null;
}

export function lowerIntegerRecurrent(ctx: LowerContext<RecurrentAttrs>, kind: RecurrentKind): void {
  const { attrs } = ctx;
  const [x, , , , , lens, h0, c0] = ctx.inputs;
  const layer = layerOf(attrs, kind, ctx.inputs);
  if (!x || layer === null) return ctx.reject('its accumulator does not fit int32', 'keep this unit in float');
  const { steps, batch } = extentOf(attrs, x);
  const order = attrs.batchFirst ? { step_rows: 1, batch_rows: steps } : { step_rows: batch, batch_rows: 1 };
  const own = kind.op === 'LSTM' ? { cell_fraction: cellFraction(steps, !!c0) } : kind.op === 'GRU' ? { linear_before_reset: Number(attrs.linearBeforeReset) } : {};
  const output = (name: string, dtype: string): ReturnType<typeof operandOf> => operandOf(ctx.outputs.find((value, i) => attrs.outputs[i] === name && value.dtype === dtype));
  const constant = (data: TensorData, dtype: 'i8' | 'i32' | 'i16', role: 'weight' | 'table'): { constant: TensorData; dtype: 'i8' | 'i32' | 'i16'; role: 'weight' | 'table' } => ({ constant: data, dtype, role });
  const params = { steps, batch, hidden: attrs.hidden, ...order, reverse: Number(attrs.directions[0] === 'reverse'), inputs: x.shape[2] ?? 1, pre_shift_x: layer.inputs.preShift, pre_shift_h: layer.states.preShift, inverse_scale: attrs.inputRange === null ? 0 : Math.fround(WIDE_MAX / attrs.inputRange), ...own };
  ctx.call(`${kind.op.toLowerCase()}_s8`, params, {
    x: attrs.inputRange === null ? operandOf(x) : null, real: attrs.inputRange === null ? null : operandOf(x), w: constant(layer.inputs.weights, 'i8', 'weight'), r: constant(layer.states.weights, 'i8', 'weight'),
    requant: constant(Int32Array.of(...layer.inputs.requant, ...layer.states.requant), 'i32', 'weight'), tables: constant(GATE_TABLES, 'i16', 'table'),
    h0: operandOf(h0), lens: operandOf(lens), ...(kind.op === 'LSTM' ? { c0: operandOf(c0), yc: output('yc', 'f32') } : {}),
    y: output('y', 'i8'), yh: output('yh', 'i8'), state: output('yh', 'f32'),
  });
}
