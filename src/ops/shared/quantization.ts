// Scale, zero point and axis of an ONNX QuantizeLinear or DequantizeLinear (opsets 10 to 25) as QuantParams. Per tensor or per axis, int8, uint8, and int32
// for biases; blocks, 4-bit and 16-bit integers, float8 and scales that are computed at run time are rejected.
import { type DType, makeData } from '../../ir/dtype.ts';
import type { QuantParams } from '../../ir/graph.ts';
import { type Shape, type Tensor, elementCount, makeTensor } from '../../ir/tensor.ts';
import { roundHalfEven } from '../../numeric/rounding.ts';
import type { ParseContext, ValueType } from '../op-def.ts';
import { constantInput, intAttr, normaliseAxis, requiredInput } from './attributes.ts';

export type ImportedQuant = { readonly dtype: DType; readonly scale: readonly number[]; readonly zeroPoint: readonly number[]; readonly axis: number | null };

const REMEDY = 'export with one scale per tensor for activations, and int8 or uint8 values';

/** Reads inputs 1 and 2, `axis` and `block_size`; `stored` is the element type of the quantized side. */
export function parseQuant(ctx: ParseContext, stored: DType): ImportedQuant {
  const x = requiredInput(ctx.inputs, 0, ctx.reject.bind(ctx));
  if (intAttr(ctx, 'block_size', 0) !== 0) return ctx.reject('scales per block (block_size) are not supported', REMEDY);
  const scale = constantInput(ctx, 'scale', 1) ?? ctx.reject('its scale is missing');
  const zeroPoint = constantInput(ctx, 'zero_point', 2) ?? scale.map(() => 0);
  if (!scale.every((s) => Number.isFinite(s) && s > 0)) return ctx.reject(`a scale is ${scale.find((s) => !(s > 0))}; scales must be positive`);
  if (scale.length !== zeroPoint.length) return ctx.reject(`it has ${scale.length} scales and ${zeroPoint.length} zero points`);
  const perAxis = (ctx.inputs[1]?.shape.length ?? 0) > 0 && scale.length > 1;
  const axis = perAxis ? normaliseAxis(intAttr(ctx, 'axis', 1), x.shape.length, ctx.reject.bind(ctx)) : null;
  if (axis !== null && x.shape[axis] !== scale.length) return ctx.reject(`it has ${scale.length} scales for ${x.shape[axis]} slices of axis ${axis}`);
  if (axis !== null && !x.tensor) return ctx.reject(`it has one scale per slice of axis ${axis} of a value that is computed at run time`, REMEDY);
  return { dtype: stored, scale, zeroPoint, axis };
}

export function quantOf({ scale, zeroPoint, axis }: ImportedQuant): QuantParams {
  return { scale, zeroPoint, axis };
}

/** The same numbers stored as int8: uint8 is int8 with a zero point 128 lower. */
export function asInt8(quant: QuantParams, dtype: DType): QuantParams {
  return dtype === 'u8' ? { ...quant, zeroPoint: quant.zeroPoint.map((z) => z - 128) } : quant;
}

/** Index of the scale of element `i`. */
function sliceOf(shape: Shape, axis: number | null): (i: number) => number {
  if (axis === null) return () => 0;
  const inner = elementCount(shape.slice(axis + 1));
  const count = shape[axis] ?? 1;
  return (i) => Math.floor(i / inner) % count;
}

/** scale * (q - zero point) as float. */
export function dequantized(x: Tensor, quant: QuantParams): Tensor {
  const slice = sliceOf(x.shape, quant.axis);
  const data = Float32Array.from(x.data as ArrayLike<number>, (q, i) => (quant.scale[slice(i)] ?? 1) * (q - (quant.zeroPoint[slice(i)] ?? 0)));
  return makeTensor('f32', x.shape, data);
}

const LIMITS: Readonly<Partial<Record<DType, readonly [number, number]>>> = { i8: [-128, 127], u8: [0, 255], i32: [-(2 ** 31), 2 ** 31 - 1] };

/** Nearest steps of the grid, ties to even, saturated. The inverse of `dequantized` on values of the grid. */
export function quantized(x: Tensor, dtype: 'i8' | 'u8' | 'i32', quant: QuantParams): Tensor {
  const slice = sliceOf(x.shape, quant.axis);
  const [low, high] = LIMITS[dtype] ?? [0, 0];
  const data = makeData(dtype, x.data.length);
  for (let i = 0; i < data.length; i++) {
    const steps = roundHalfEven(Number(x.data[i] ?? 0) / (quant.scale[slice(i)] ?? 1)) + (quant.zeroPoint[slice(i)] ?? 0);
    data[i] = Math.max(low, Math.min(high, steps));
  }
  return makeTensor(dtype, x.shape, data);
}

/** Whether two parameters stand for the same numbers. */
export function agrees(quant: ImportedQuant, input: ValueType): boolean {
  const other = input.quant;
  return other === undefined || (input.dtype === quant.dtype && quant.axis === other.axis && quant.scale.join() === other.scale.join() && quant.zeroPoint.join() === other.zeroPoint.join());
}
