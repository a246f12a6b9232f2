// From scales to the integers of the requantization rule, for lowering: clamps in quantized units, folded biases and {bias, M, s} triples.
// The arithmetic itself is numeric/fixed-point.ts; accumulator bounds are proved here, from the weights at hand.
import { type RequantParams, requantParams, sumParams } from '../../numeric/fixed-point.ts';
import type { Clamp, QuantParams } from '../../ir/graph.ts';
import { invariant } from '../../diagnostics/diagnostic.ts';
import type { ParamValues } from '../../kernels/program.ts';
import type { CallOperand, LowerValue, ValueType } from '../op-def.ts';

export interface PerTensor {
  readonly scale: number;
  readonly zeroPoint: number;
}

/** The one scale and zero point of a per-tensor quantized value. */
export function perTensor(type: ValueType | null | undefined): PerTensor {
  const quant = type?.quant;
  const scale = quant?.scale[0];
  const zeroPoint = quant?.zeroPoint[0];
  invariant(scale !== undefined && zeroPoint !== undefined && quant?.axis === null, 'value is not quantized per tensor');
  return { scale, zeroPoint };
}

export function scalesOf(quant: QuantParams | undefined, count: number): number[] {
  invariant(quant !== undefined, 'value is not quantized');
  return Array.from({ length: count }, (_, i) => quant.scale[quant.axis === null ? 0 : i] ?? Number.NaN);
}

/** Output limits in quantized units: the fused clamp where there is one, else the int8 range. */
export function clampLimits(clamp: Clamp | null, output: PerTensor): { out_min: number; out_max: number } {
  const toQuantized = (real: number): number => Math.round(real / output.scale) + output.zeroPoint;
  const limit = (real: number, open: number): number => (Number.isFinite(real) ? Math.max(-128, Math.min(127, toQuantized(real))) : open);
  return { out_min: limit(clamp?.min ?? -Infinity, -128), out_max: limit(clamp?.max ?? Infinity, 127) };
}

export interface ChannelRequant {
  readonly preShift: number;
  /** Triples {bias, M, s}, one per output channel. */
  readonly table: Int32Array;
}

export interface ChannelInputs {
  /** Real multipliers scale_x * scale_w[c] / scale_y. */
  readonly multipliers: readonly number[];
  /** Accumulator start values, input zero point folded in. */
  readonly biases: readonly number[];
  /** Proved largest |accumulator| per channel. */
  readonly bounds: readonly number[];
}

/** Triples for a call; null where no pre-shift keeps every accumulator within int32. */
export function channelRequant(inputs: ChannelInputs): ChannelRequant | null {
  const params: RequantParams | null = requantParams(inputs.multipliers, inputs.bounds);
  if (params === null) return null;
  const table = new Int32Array(inputs.biases.length * 3);
  inputs.biases.forEach((bias, c) => {
    table[3 * c] = bias;
    table[3 * c + 1] = params.multipliers[c] ?? 0;
    table[3 * c + 2] = params.shifts[c] ?? 1;
  });
  return { preShift: params.preShift, table };
}

/** {bias, M} per channel and the params of a call that adds a residual before it rounds; null where that would not be exact enough or leave int32. */
export function channelSum(inputs: ChannelInputs, residual: PerTensor, output: PerTensor): { readonly table: Int32Array; readonly params: ParamValues } | null {
  const sum = sumParams({ reals: inputs.multipliers, bounds: inputs.bounds }, residual, output);
  if (sum === null) return null;
  const table = Int32Array.from(inputs.biases.flatMap((bias, c) => [bias, sum.multipliers[c] ?? 0]));
  return { table, params: { pre_shift: sum.preShift, residual_multiplier: sum.residualMultiplier, offset: sum.offset, shift: sum.shift } };
}

/** {bias, scale as bits} per channel, for a unit that writes float from its accumulators; null where one may leave int32. */
export function channelScales({ biases, bounds }: Pick<ChannelInputs, 'biases' | 'bounds'>, scales: readonly number[]): Int32Array | null {
  if (bounds.some((bound) => bound >= 2 ** 31)) return null;
  const bits = new Int32Array(Float32Array.from(scales).buffer);
  return Int32Array.from({ length: 2 * biases.length }, (_, i) => (i % 2 === 0 ? (biases[i / 2] ?? 0) : (bits[(i - 1) / 2] ?? 0)));
}

/** Whether accumulators of the real steps `steps` can be written to an output of that type. */
export function canRequantize({ steps, ...folded }: Omit<ChannelInputs, 'multipliers'> & { readonly steps: readonly number[] }, output: ValueType): boolean {
  if (folded.bounds.some((bound) => bound >= 2 ** 31)) return false;
  return output.dtype !== 'i8' || channelRequant({ multipliers: steps.map((s) => s / perTensor(output).scale), ...folded }) !== null;
}

/** What a float unit needs to write int8. */
export function quantizerParams(output: PerTensor): { inverse_scale: number; out_zero_point: number } {
  return { inverse_scale: Math.fround(1 / output.scale), out_zero_point: output.zeroPoint };
}

/** How a float unit writes its outputs: float, int8, or both (then `real` is the float one). */
export function int8Output(outputs: readonly LowerValue[]): { readonly suffix: 'f32' | 'f32_s8'; readonly params: ParamValues; readonly operands: Readonly<Record<string, CallOperand>> } {
  const { real, stored } = outputsByType(outputs);
  if (stored === null) return { suffix: 'f32', params: {}, operands: { y: handleOf(real) } };
  return { suffix: 'f32_s8', params: quantizerParams(perTensor(stored)), operands: { real: handleOf(real), y: handleOf(stored) } };
}

/** How an integer unit writes float from its accumulators, and int8 beside it where both are read. */
export function floatOutput(outputs: readonly LowerValue[]): { readonly params: ParamValues; readonly operands: Readonly<Record<string, CallOperand>> } {
  const { real, stored } = outputsByType(outputs);
  return { params: quantizerParams(stored ? perTensor(stored) : { scale: 1, zeroPoint: 0 }), operands: { stored: handleOf(stored), y: handleOf(real) } };
}

function outputsByType(outputs: readonly LowerValue[]): { readonly real: LowerValue | null; readonly stored: LowerValue | null } {
  return { real: outputs.find((y) => y.dtype === 'f32') ?? null, stored: outputs.find((y) => y.dtype === 'i8') ?? null };
}

function handleOf(value: LowerValue | null): CallOperand {
  return value && { value: value.handle };
}

/** Folds the input zero point and bounds the accumulator. `weights` is [channel][tap], symmetric. */
export function foldWeights(weights: Int8Array | Int16Array, bias: Int32Array | null, inputZeroPoint: number, channels: number): { biases: number[]; bounds: number[] } {
  const taps = weights.length / channels;
  const biases: number[] = [];
  const bounds: number[] = [];
  for (let c = 0; c < channels; c++) {
    let sum = 0;
    let absolute = 0;
    for (let i = c * taps; i < (c + 1) * taps; i++) {
      const w = weights[i] ?? 0;
      sum += w;
      absolute += Math.abs(w);
    }
    const start = (bias?.[c] ?? 0) - inputZeroPoint * sum;
    biases.push(start);
    bounds.push(Math.abs(start) + 128 * absolute);
  }
  return { biases, bounds };
}
