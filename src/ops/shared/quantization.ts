// Scale, zero point, axis and block size of an ONNX QuantizeLinear or DequantizeLinear (opsets 10 to 25), where they are constants; and the two functions on
// constants, for every integer type. Float8 is not known.
import { type DType, makeData } from '../../ir/dtype.ts';
import type { QuantParams } from '../../ir/graph.ts';
import { type Shape, type Tensor, elementCount, makeTensor } from '../../ir/tensor.ts';
import { roundHalfEven } from '../../numeric/rounding.ts';
import type { ParseContext, ValueType } from '../op-def.ts';
import { constantInput, intAttr, normaliseAxis, requiredInput } from './attributes.ts';

export type ImportedQuant = {
  readonly dtype: DType;
  /** Row-major in the shape of the tensor, with `axis` divided by `block`; one entry where axis is null, one per slice where block is 1. */
  readonly scale: readonly number[];
  readonly zeroPoint: readonly number[];
  readonly axis: number | null;
  /** Slices of `axis` that share their scales. */
  readonly block: number;
};

/** Shape of the scales: the blocks of a tensor, or one for each slice. */
export function blocksOf(shape: Shape, axis: number, block: number): number[] {
  return shape.map((d, i) => (i === axis ? Math.ceil(d / block) : d));
}

/** Normal numbers whose reciprocals and multiples by 255 are floats too. */
const SMALLEST_SCALE = 2 ** -126;
const LARGEST_SCALE = 2 ** 119;

/** Reads inputs 1 and 2, `axis` and `block_size`; `stored` is the element type of the quantized side. */
export function parseQuant(ctx: ParseContext, stored: DType): ImportedQuant {
  const x = requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx));
  const [, s, z] = ctx.inputs;
  if (s && s.dtype !== 'f32') return ctx.reject(`its scale has element type ${s.dtype}; float is expected`);
  if (z && z.dtype !== stored) return ctx.reject(`its zero point has element type ${z.dtype}; ${stored} is expected`);
  const scale = constantInput(ctx, 'scale', 1) ?? ctx.reject('its scale is missing');
  const zeroPoint = constantInput(ctx, 'zero_point', 2) ?? scale.map(() => 0);
  const unusable = scale.find((v) => !(v >= SMALLEST_SCALE && v <= LARGEST_SCALE));
  if (unusable !== undefined) return ctx.reject(`a scale is ${unusable}; scales are positive normal numbers`);
  if (scale.length === 0) return ctx.reject('it has no scale');
  if (scale.length !== zeroPoint.length) return ctx.reject(`it has ${scale.length} scales and ${zeroPoint.length} zero points`);
  const { axis, block } = axisOf(ctx, x, scale.length);
  return { dtype: stored, scale, zeroPoint, axis, block };
}

/** Along which axis scales lie, checked against their number. */
export function axisOf(ctx: Pick<ParseContext, 'raw' | 'inputs' | 'reject'>, x: ValueType, count: number): Pick<ImportedQuant, 'axis' | 'block'> {
  const reject = ctx.reject.bind(ctx);
  const block = intAttr(ctx, 'block_size', 0);
  if (block < 0) return reject(`block_size is ${block}`);
  if (block === 0 && (count === 1 || (ctx.inputs[1]?.shape.length ?? 0) === 0)) return { axis: null, block: 1 };
  const axis = normaliseAxis(intAttr(ctx, 'axis', 1), x.shape.length, reject);
  const expected = block === 0 ? (x.shape[axis] ?? 0) : elementCount(blocksOf(x.shape, axis, block));
  if (expected !== count) return reject(`it has ${count} scales for ${expected} ${block === 0 ? 'slices' : 'blocks'} of axis ${axis}`);
  return { axis, block: block === 0 ? 1 : block };
}

/** Whether one scale serves a whole slice, so that QuantParams can say it. */
export function isBySlice(quant: ImportedQuant, shape: Shape): boolean {
  return quant.axis === null || quant.scale.length === shape[quant.axis];
}

export function quantOf({ scale, zeroPoint, axis }: ImportedQuant): QuantParams {
  return { scale, zeroPoint, axis };
}

/** The same numbers stored as int8: uint8 is int8 with a zero point 128 lower. */
export function asInt8(quant: QuantParams, dtype: DType): QuantParams {
  return dtype === 'u8' ? { ...quant, zeroPoint: quant.zeroPoint.map((z) => z - 128) } : quant;
}

/** Index of the scale of element `i`. */
function scaleIndex(shape: Shape, { axis, scale, block = 1 }: QuantParams & { readonly block?: number }): (i: number) => number {
  if (axis === null) return () => 0;
  const inner = elementCount(shape.slice(axis + 1));
  const count = shape[axis] ?? 1;
  if (scale.length === count && block === 1) return (i) => Math.floor(i / inner) % count;
  const blocks = Math.ceil(count / block);
  return (i) => (Math.floor(i / (inner * count)) * blocks + Math.floor((Math.floor(i / inner) % count) / block)) * inner + (i % inner);
}

/** scale * (q - zero point) as float. */
export function dequantized(x: Tensor, quant: QuantParams & { readonly block?: number }): Tensor {
  const index = scaleIndex(x.shape, quant);
  const data = Float32Array.from(x.data as ArrayLike<number>, (q, i) => (quant.scale[index(i)] ?? 1) * (q - (quant.zeroPoint[index(i)] ?? 0)));
  return makeTensor('f32', x.shape, data);
}

/** Least and largest integer of a type, of which 4-bit ones use a part. */
const LIMITS: Readonly<Partial<Record<DType, readonly [number, number]>>> = { i8: [-128, 127], u8: [0, 255], i16: [-32768, 32767], u16: [0, 65535], i32: [-(2 ** 31), 2 ** 31 - 1] };

export function limitsOf(dtype: DType, bits?: number): readonly [number, number] {
  if (bits !== undefined) return dtype === 'u8' ? [0, 2 ** bits - 1] : [-(2 ** (bits - 1)), 2 ** (bits - 1) - 1];
  return LIMITS[dtype] ?? [0, 0];
}

/** Nearest steps of the grid, ties to even, saturated. The inverse of `dequantized` on values of the grid. */
export function quantized(x: Tensor, dtype: DType, quant: QuantParams & { readonly block?: number; readonly bits?: number | undefined }): Tensor {
  const index = scaleIndex(x.shape, quant);
  const [low, high] = limitsOf(dtype, quant.bits);
  const data = makeData(dtype, x.data.length);
  for (let i = 0; i < data.length; i++) {
    const steps = roundHalfEven(Number(x.data[i] ?? 0) / (quant.scale[index(i)] ?? 1)) + (quant.zeroPoint[index(i)] ?? 0);
    data[i] = Math.max(low, Math.min(high, steps));
  }
  return makeTensor(dtype, x.shape, data);
}

/** Whether two parameters stand for the same numbers. */
export function agrees(quant: ImportedQuant, input: ValueType): boolean {
  const other = input.quant;
  return other === undefined || (input.dtype === quant.dtype && quant.axis === other.axis && quant.scale.join() === other.scale.join() && quant.zeroPoint.join() === other.zeroPoint.join());
}
