// Pooling cases: clipped windows, strides, dilation, channel counts around four, several images, and in place.
import type { ParamValues } from '../../../src/kernels/program.ts';
import { realMultiplier, requantParams } from '../../../src/numeric/fixed-point.ts';
import { type KernelCase, floatClamp, floatData, int8Clamp, int8Data } from './kernel-case.ts';

interface Shape {
  readonly batch?: number;
  readonly in: readonly [h: number, w: number, c: number];
  readonly out: readonly [h: number, w: number];
  readonly kernel: readonly [number, number];
  readonly stride?: readonly [number, number];
  readonly dilation?: readonly [number, number];
  /** top, left. */
  readonly pad?: readonly [number, number];
}

const SHAPES: readonly Shape[] = [
  { in: [1, 1, 1], out: [1, 1], kernel: [1, 1] },
  { in: [4, 4, 3], out: [2, 2], kernel: [2, 2], stride: [2, 2] },
  { in: [5, 5, 4], out: [5, 5], kernel: [3, 3], pad: [1, 1] },
  { in: [6, 7, 5], out: [3, 3], kernel: [3, 2], stride: [2, 3], pad: [1, 0] },
  { in: [25, 5, 9], out: [1, 1], kernel: [25, 5] },
  { in: [19, 14, 9], out: [1, 1], kernel: [19, 14] },
  { in: [3, 11, 8], out: [3, 5], kernel: [1, 3], stride: [1, 2] },
  { in: [4, 4, 17], out: [3, 3], kernel: [3, 3], stride: [2, 2], pad: [1, 2] },
  { batch: 3, in: [3, 3, 7], out: [2, 2], kernel: [2, 2] },
  { batch: 2, in: [4, 7, 16], out: [2, 3], kernel: [2, 2], stride: [2, 2] },
  { in: [5, 4, 48], out: [2, 2], kernel: [2, 2], stride: [2, 2] },
  { in: [5, 3, 41], out: [5, 3], kernel: [3, 3], pad: [1, 1] },
  { in: [20, 16, 34], out: [1, 1], kernel: [20, 16] },
  { in: [2, 300, 3], out: [1, 1], kernel: [2, 300] },
];

const DILATED: readonly Shape[] = [
  { in: [7, 7, 5], out: [3, 3], kernel: [3, 3], dilation: [2, 2] },
  { in: [5, 6, 4], out: [5, 6], kernel: [3, 3], dilation: [2, 3], pad: [2, 3] },
];

function geometry(shape: Shape): ParamValues {
  const [strideH, strideW] = shape.stride ?? [1, 1];
  return {
    batch: shape.batch ?? 1, in_h: shape.in[0], in_w: shape.in[1], channels: shape.in[2], out_h: shape.out[0], out_w: shape.out[1],
    kernel_h: shape.kernel[0], kernel_w: shape.kernel[1], stride_h: strideH, stride_w: strideW,
    pad_top: shape.pad?.[0] ?? 0, pad_left: shape.pad?.[1] ?? 0,
  };
}

function elements(shape: Shape): { input: number; output: number } {
  const perImage = (shape.batch ?? 1) * shape.in[2];
  return { input: perImage * shape.in[0] * shape.in[1], output: perImage * shape.out[0] * shape.out[1] };
}

/** Entry n-1 divides a sum of n elements with zero point `zeroPoint`. */
function averageTable(taps: number, zeroPoint: number): { preShift: number; table: Int32Array } {
  const reals = Array.from({ length: taps }, (_unused, i) => 1.3 / (i + 1));
  const params = requantParams(reals, reals.map((_real, i) => (i + 1) * 256));
  if (params === null || realMultiplier(params.preShift, params.multipliers[0] ?? 0, params.shifts[0] ?? 1) < 1) throw new Error('no parameters');
  const table = reals.flatMap((_real, i) => [-(i + 1) * zeroPoint, params.multipliers[i] ?? 0, params.shifts[i] ?? 0]);
  return { preShift: params.preShift, table: Int32Array.from(table) };
}

/** The case, and again in place where that is allowed. */
function withInPlace(one: KernelCase, padded: boolean): KernelCase[] {
  return padded ? [one] : [one, { ...one, name: `${one.name} in place`, inPlace: 'x' }];
}

function maxCases(shape: Shape, seed: number): KernelCase[] {
  const { input, output } = elements(shape);
  const params = { ...geometry(shape), dilation_h: shape.dilation?.[0] ?? 1, dilation_w: shape.dilation?.[1] ?? 1 };
  const name = JSON.stringify(shape);
  return [
    ...withInPlace({ name, kernel: 'max_pool_s8', params, operands: { x: int8Data(input, seed), y: new Int8Array(output) } }, shape.pad !== undefined),
    ...withInPlace({ name, kernel: 'max_pool_f32', params, operands: { x: floatData(input, seed), y: new Float32Array(output) } }, shape.pad !== undefined),
  ];
}

function averageCases(shape: Shape, seed: number): KernelCase[] {
  const { input, output } = elements(shape);
  const requant = averageTable(shape.kernel[0] * shape.kernel[1], -9);
  const name = JSON.stringify(shape);
  const params = geometry(shape);
  const int8 = { x: int8Data(input, seed), requant: requant.table, y: new Int8Array(output) };
  const float = { x: floatData(input, seed), y: new Float32Array(output) };
  const padded = shape.pad !== undefined;
  return [
    ...withInPlace({ name, kernel: 'avg_pool_s8', params: { ...params, pre_shift: requant.preShift, ...int8Clamp(seed) }, operands: int8 }, padded),
    ...withInPlace({ name, kernel: 'avg_pool_even_s8', params: { ...params, count_include_pad: seed % 2, in_zero_point: 3 - (seed % 7), ...int8Clamp(seed) }, operands: { x: int8.x, y: int8.y } }, padded),
    ...withInPlace({ name, kernel: 'avg_pool_f32', params: { ...params, count_include_pad: seed % 2, ...floatClamp(seed) }, operands: float }, padded),
  ];
}

type Triple = readonly [d: number, h: number, w: number];

/** Of values that often tie. */
function indicesCase(planes: number, window: { in: Triple; out: Triple; kernel: Triple; stride?: Triple; dilation?: Triple; pad?: Triple }, seed: number): KernelCase {
  const { in: size, out, kernel, stride = [1, 1, 1], dilation = [1, 1, 1], pad = [0, 0, 0] } = window;
  const named = (name: string, list: Triple): ParamValues => ({ [`${name}_d`]: list[0], [`${name}_h`]: list[1], [`${name}_w`]: list[2] });
  const params = { planes, ...named('in', size), ...named('out', out), ...named('kernel', kernel), ...named('stride', stride), ...named('dilation', dilation), ...named('pad', pad), column_major: seed % 2 };
  const x = floatData(planes * size[0] * size[1] * size[2], seed).map((v) => Math.round(v));
  return { name: JSON.stringify(window), kernel: 'max_pool_indices_f32', params, operands: { x, y: new BigInt64Array(planes * out[0] * out[1] * out[2]) } };
}

const INDICES: readonly KernelCase[] = [
  indicesCase(1, { in: [1, 1, 1], out: [1, 1, 1], kernel: [1, 1, 1] }, 460),
  indicesCase(3, { in: [1, 5, 5], out: [1, 5, 5], kernel: [1, 3, 3], pad: [0, 1, 1] }, 461),
  indicesCase(2, { in: [4, 5, 7], out: [3, 2, 3], kernel: [2, 3, 3], stride: [1, 2, 2], pad: [0, 1, 0] }, 462),
  indicesCase(2, { in: [4, 5, 7], out: [2, 3, 3], kernel: [2, 2, 3], dilation: [2, 2, 2] }, 463),
];

export const POOL_CASES: readonly KernelCase[] = [
  ...INDICES,
  ...SHAPES.flatMap((shape, i) => [...maxCases(shape, 400 + i), ...averageCases(shape, 420 + i)]),
  ...DILATED.flatMap((shape, i) => maxCases(shape, 440 + i)),
];
