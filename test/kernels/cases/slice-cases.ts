// Quantizing and dequantizing by scales in memory: one for all, one per slice, one per block with a short last one; all element types; ties and saturation.
import { type TensorData, makeData } from '../../../src/ir/dtype.ts';
import { kernelOf } from '../../../src/kernels/catalogue.ts';
import { KERNELS } from '../../../src/kernels/index.gen.ts';
import { limitsOf } from '../../../src/ops/shared/quantization.ts';
import { type KernelCase, eighths, floatData } from './kernel-case.ts';

type Stored = 'i8' | 'u8' | 'i16' | 'u16' | 'i32';

interface Shape {
  readonly outer: number;
  readonly slices: number;
  readonly inner: number;
  readonly block: number;
}

const SHAPES: readonly Shape[] = [
  { outer: 1, slices: 1, inner: 37, block: 0 },
  { outer: 2, slices: 3, inner: 5, block: 0 },
  { outer: 3, slices: 4, inner: 1, block: 0 },
  { outer: 2, slices: 5, inner: 3, block: 2 },
  { outer: 1, slices: 8, inner: 1, block: 4 },
];

/** Powers of two, so that quotients are exact and ties are ties everywhere. */
function scales(count: number): Float32Array {
  return Float32Array.from({ length: count }, (_, i) => 2 ** -(i % 5));
}

function numbers(dtype: Stored, count: number, seed: number): TensorData {
  const data = makeData(dtype, count);
  const [low, high] = limitsOf(dtype);
  floatData(count, seed, 1).forEach((v, i) => (data[i] = i % 7 === 0 ? low : i % 7 === 1 ? high : Math.round(v * 100) + (low === 0 ? 100 : 0)));
  return data;
}

function sliceCases(name: string, shape: Shape, seed: number): KernelCase[] {
  const { outer, slices, inner, block } = shape;
  const count = outer * slices * inner;
  const scaleCount = block > 0 ? outer * Math.ceil(slices / block) * inner : slices;
  const dtype = kernelOf(name).operands.find((o) => o.name === 'zero')?.dtype;
  if (dtype !== 'i8' && dtype !== 'u8' && dtype !== 'i16' && dtype !== 'u16' && dtype !== 'i32') return [];
  const zero = numbers(dtype, scaleCount, seed + 1).map((v) => Math.trunc(Number(v) / 2));
  const quantizes = name.startsWith('quantize');
  const [low, high] = seed % 3 === 0 && quantizes ? limitsOf(dtype, 4) : limitsOf(dtype);
  const x = quantizes ? eighths(count, seed, 60) : numbers(dtype, count, seed);
  const y = quantizes ? makeData(dtype, count) : new Float32Array(count);
  const one = { name: JSON.stringify(shape), kernel: name, params: { ...shape, ...(quantizes ? { low, high } : {}) } };
  const small = makeData(dtype, scaleCount);
  small.forEach((_, i) => (small[i] = Math.max(low, Math.min(high, Number(zero[i])))));
  return [{ ...one, operands: { x, scale: scales(scaleCount), zero: small, y } }, { ...one, name: `${one.name} around 0`, operands: { x, scale: scales(scaleCount), zero: null, y } }];
}

function dynamicCase(x: Float32Array, name: string): KernelCase {
  return { name, kernel: 'dynamic_quantize_f32_s8', params: { count: x.length }, operands: { x, y: new Int8Array(x.length), scale: new Float32Array(1), zero: new Int8Array(1) } };
}

export const SLICE_CASES: readonly KernelCase[] = [
  ...KERNELS.filter((k) => k.name.includes('quantize_slices')).flatMap(({ name }, n) => SHAPES.flatMap((shape, i) => sliceCases(name, shape, 900 + 10 * n + i))),
  { name: 'around halves', kernel: 'round_f32_i32', params: { count: 12 }, operands: { x: Float32Array.of(0.5, 1.5, -0.5, -1.5, 2.4999998, -2.5, 4194304.5, 8388607.5, 16777216, -3e9, 3e9, -0.2), y: new Int32Array(12) } },
  dynamicCase(floatData(33, 950), 'both signs'), dynamicCase(floatData(7, 951).map(Math.abs), 'positive'), dynamicCase(floatData(7, 952).map((v) => -Math.abs(v)), 'negative'), dynamicCase(new Float32Array(5), 'zeros'),
];
