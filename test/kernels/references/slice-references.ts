// What the kernels compute that quantize by scales in memory, element by element from its definition.
import { type DType, type TensorData, makeData } from '../../../src/ir/dtype.ts';
import { roundHalfEven } from '../../../src/numeric/rounding.ts';
import type { Params, Reference } from './kernel-references.ts';

/** Index of the scale of element i. */
function scaleOf(p: Params, i: number): number {
  const [slices, inner, block] = ['slices', 'inner', 'block'].map((name) => p.get(name));
  const [count = 1, run = 1, size = 0] = [slices, inner, block];
  const a = Math.floor(i / run) % count;
  if (size === 0) return a;
  return (Math.floor(i / (run * count)) * Math.ceil(count / size) + Math.floor(a / size)) * run + (i % run);
}

function at(data: TensorData | null | undefined, index: number): number {
  return Number(data?.[index] ?? 0);
}

function quantize(dtype: DType): Reference {
  return (p, { x, scale, zero }) => {
    const y = makeData(dtype, x?.length ?? 0);
    y.forEach((_, i) => {
      const s = scaleOf(p, i);
      y[i] = Math.max(p.get('low'), Math.min(p.get('high'), roundHalfEven(Math.fround(at(x, i) / at(scale, s))) + at(zero, s)));
    });
    return y;
  };
}

const dequantize: Reference = (p, { x, scale, zero }) => Float32Array.from(x as ArrayLike<number>, (v, i) => Math.fround((v - at(zero, scaleOf(p, i))) | 0) * at(scale, scaleOf(p, i)));

const dynamic: Reference = (p, { x }) => {
  const values = Array.from({ length: p.get('count') }, (_, i) => at(x, i));
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
  const step = Math.fround(Math.fround(high - low) / 255);
  const zero = step > 0 ? roundHalfEven(Math.fround(-low / step)) : 0;
  const y = Int8Array.from(values, (v) => (step > 0 ? Math.max(0, Math.min(255, roundHalfEven(Math.fround(v / step)) + zero)) : zero) - 128);
  return { y, scale: Float32Array.of(step), zero: Int8Array.of(zero - 128) };
};

export const SLICE_REFERENCES: Readonly<Record<string, Reference>> = {
  quantize_slices_f32_s8: quantize('i8'), quantize_slices_f32_u8: quantize('u8'), quantize_slices_f32_s16: quantize('i16'), quantize_slices_f32_u16: quantize('u16'),
  dequantize_slices_s8_f32: dequantize, dequantize_slices_u8_f32: dequantize, dequantize_slices_s16_f32: dequantize, dequantize_slices_u16_f32: dequantize, dequantize_slices_s32_f32: dequantize,
  dynamic_quantize_f32_s8: dynamic,
  round_f32_i32: (p, { x }) => Int32Array.from({ length: p.get('count') }, (_, i) => Math.max(-(2 ** 31), Math.min(2 ** 31 - 1, roundHalfEven(at(x, i))))),
};
