// Element-wise, conversion and non-linear cases: counts around vector lengths, extremes, NaN and infinities, in place.
import { addParams, requantParams, softmaxTable, subParams } from '../../../src/numeric/fixed-point.ts';
import { type KernelCase, eighths, floatClamp, floatData, int8Clamp, int8Data } from './kernel-case.ts';

const COUNTS: readonly number[] = [1, 3, 4, 5, 15, 16, 17, 33, 257];
const SPECIAL: readonly number[] = [NaN, Infinity, -Infinity, 0, -0, 0.5, 1.5, 2.5, -0.5, -1.5, 1e-30, 1e30, -1e30, 88.8, -88.8, 127.5, -128.5];

function floatsWithSpecials(count: number, seed: number): Float32Array {
  const data = floatData(count, seed, 40);
  if (count > 100) data.set(SPECIAL);
  return data;
}

/** The case, and again on each of the named inputs. */
function alsoInPlace(one: KernelCase, ...inputs: readonly string[]): KernelCase[] {
  return [one, ...inputs.map((inPlace) => ({ ...one, name: `${one.name} on ${inPlace}`, inPlace }))];
}

function int8Pairs(count: number, seed: number): KernelCase[] {
  const [a, b, y] = [{ scale: 0.11, zeroPoint: -3 }, { scale: 0.02, zeroPoint: 77 }, { scale: 0.12, zeroPoint: 3 }];
  const sums = ([16, 32] as const).map((width) => (seed % 2 === 0 ? addParams : subParams)(a, b, y, width));
  const product = requantParams([0.004], [255 * 255]);
  if (product === null) throw new Error('no parameters');
  const clamp = int8Clamp(seed);
  const addFields = sums.map((sum) => ({ multiplier_a: sum?.multiplierA ?? 0, multiplier_b: sum?.multiplierB ?? 0, offset: sum?.offset ?? 0, shift: sum?.shift ?? 0, out_min: clamp['out_min'] ?? 0, out_max: clamp['out_max'] ?? 0 }));
  const mulFields = { a_zero_point: -3, b_zero_point: 77, pre_shift: product.preShift, multiplier: product.multipliers[0] ?? 0, shift: product.shifts[0] ?? 0, ...clamp };
  const operands = { a: int8Data(count, seed), b: int8Data(count, seed + 1), y: new Int8Array(count) };
  return [
    ...addFields.flatMap((own, i) => alsoInPlace({ name: `${count}${i === 0 ? '' : ' wide'}`, kernel: 'add_s8', params: { count, ...own }, operands }, 'a', 'b')),
    ...alsoInPlace({ name: `${count}`, kernel: 'mul_s8', params: { count, ...mulFields }, operands }, 'a', 'b'),
  ];
}

function floatPairs(count: number, seed: number): KernelCase[] {
  const operands = { a: floatsWithSpecials(count, seed), b: floatData(count, seed + 1), y: new Float32Array(count) };
  const params = { count, ...floatClamp(seed) };
  return ['add_f32', 'sub_f32', 'mul_f32', 'div_f32'].flatMap((kernel) => alsoInPlace({ name: `${count}`, kernel, params, operands }, 'a', 'b'));
}

/** Every mixture of operand types, to float and to int8. Multiples of 1/8 with scales that are powers of two: sums are exact. */
function mixedSums(count: number, seed: number): KernelCase[] {
  const params = { count, a_scale: 0.125, b_scale: 0.0625, a_zero_point: -5, b_zero_point: 90, inverse_scale: 1.5, out_zero_point: 11, ...floatClamp(seed) };
  const [a, b] = [{ real: eighths(count, seed, 40), stored: int8Data(count, seed) }, { real: eighths(count, seed + 1, 40), stored: int8Data(count, seed + 1) }];
  return [0, 1, 2, 3].flatMap((mixture) => {
    const operands = { a: mixture % 2 ? null : a.real, a8: mixture % 2 ? a.stored : null, b: mixture > 1 ? null : b.real, b8: mixture > 1 ? b.stored : null };
    return [
      { name: `${count} mixture ${mixture} to float`, kernel: 'add_mixed', params, operands: { ...operands, y: new Float32Array(count), y8: null } },
      { name: `${count} mixture ${mixture} to int8`, kernel: 'add_mixed', params, operands: { ...operands, y: null, y8: new Int8Array(count) } },
    ];
  });
}

function conversions(count: number, seed: number): KernelCase[] {
  const name = `${count}`;
  const bytes = Uint8Array.from(int8Data(count, seed));
  const scale = { inverse_scale: Math.fround(3.7), zero_point: seed % 2 === 0 ? -128 : 17 };
  return [
    ...alsoInPlace({ name, kernel: 'quantize_f32_s8', params: { count, ...scale }, operands: { x: floatsWithSpecials(count, seed), y: new Int8Array(count) } }, 'x'),
    { name: `${count} unit scale`, kernel: 'quantize_f32_s8', params: { count, inverse_scale: 1, zero_point: 0 }, operands: { x: floatsWithSpecials(count, seed), y: new Int8Array(count) } },
    { name, kernel: 'dequantize_s8_f32', params: { count, scale: Math.fround(0.037), zero_point: -11 }, operands: { x: int8Data(count, seed), y: new Float32Array(count) } },
    ...alsoInPlace({ name, kernel: 'flip_sign_8', params: { count }, operands: { x: bytes, y: new Int8Array(count) } }, 'x'),
    ...alsoInPlace({ name, kernel: 'lookup_s8', params: { count }, operands: { x: int8Data(count, seed), table: int8Data(256, seed + 1), y: new Int8Array(count) } }, 'x'),
  ];
}

function floatFunctions(count: number, seed: number): KernelCase[] {
  const operands = { x: floatsWithSpecials(count, seed), y: new Float32Array(count) };
  const name = `${count}`;
  return [
    ...alsoInPlace({ name, kernel: 'clamp_f32', params: { count, out_min: -1, out_max: 6 }, operands }, 'x'),
    ...alsoInPlace({ name, kernel: 'sigmoid_f32', params: { count }, operands }, 'x'),
    ...alsoInPlace({ name, kernel: 'tanh_f32', params: { count }, operands }, 'x'),
  ];
}

function softmaxes(cols: number, seed: number): KernelCase[] {
  const rows = 3;
  const params = { rows, cols };
  const x = int8Data(rows * cols, seed);
  const table = softmaxTable(seed % 2 === 0 ? 0.04 : 0.3);
  return [
    ...alsoInPlace({ name: `3x${cols}`, kernel: 'softmax_s8', params: { ...params, levels: [256, 255, 17][seed % 3] ?? 1 }, operands: { x, table, y: new Int8Array(rows * cols) } }, 'x'),
    ...alsoInPlace({ name: `3x${cols}`, kernel: 'softmax_f32', params, operands: { x: floatData(rows * cols, seed, 20), y: new Float32Array(rows * cols) } }, 'x'),
  ];
}

/** Rows of equal values: the sum is largest for its length, with shifts of 31 and 32 at 1,000 columns and more. */
function flatSoftmax(cols: number): KernelCase {
  const operands = { x: new Int8Array(cols).fill(-7), table: softmaxTable(0.1), y: new Int8Array(cols) };
  return { name: `flat ${cols}`, kernel: 'softmax_s8', params: { rows: 1, cols, levels: 256 }, operands };
}

export const ELEMENTWISE_CASES: readonly KernelCase[] = [
  ...COUNTS.flatMap((count, i) => [...int8Pairs(count, 500 + i), ...floatPairs(count, 520 + i), ...mixedSums(count, 530 + i), ...conversions(count, 540 + i), ...floatFunctions(count, 560 + i)]),
  ...[1, 2, 3, 10, 17, 1000].flatMap((cols, i) => softmaxes(cols, 580 + i)),
  ...[1, 2, 511, 512, 513, 1025, 2100].map(flatSoftmax),
];
