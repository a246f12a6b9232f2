// Normalization cases: one element, single rows, groups of one and of several channels, more elements than a block of a sum, in place.
import { type KernelCase, floatClamp, floatData, int8Data } from './kernel-case.ts';

type Shape = readonly [batch: number, pixels: number, groups: number, width: number];

const GROUPS: readonly Shape[] = [[1, 1, 1, 1], [3, 1, 1, 7], [2, 1, 1, 200], [1, 9, 5, 1], [2, 70, 3, 1], [2, 6, 2, 4], [1, 33, 3, 5]];

function groupCases([batch, pixels, groups, width]: Shape, seed: number): KernelCase[] {
  const count = batch * pixels * groups * width;
  const params = { batch, pixels, groups, width, centred: seed % 3 === 0 ? 0 : 1, epsilon: Math.fround(seed % 2 ? 1e-5 : 1e-2), ...floatClamp(seed) };
  const x = floatData(count, seed, 3).map((v) => v + 1);
  const scale = seed % 4 === 0 ? null : floatData(groups * width, seed + 1);
  const one = { name: JSON.stringify([batch, pixels, groups, width]), kernel: 'group_norm_f32', params, operands: { x, scale, bias: seed % 5 === 0 ? null : floatData(groups * width, seed + 2), y: new Float32Array(count) } };
  return [one, { ...one, name: `${one.name} in place`, inPlace: 'x' }];
}

function momentCases(rows: number, cols: number, seed: number): KernelCase[] {
  return [0, 1].map((inverse) => ({
    name: `${rows}x${cols} ${inverse}`, kernel: 'row_moments_f32', params: { rows, cols, inverse, epsilon: Math.fround(1e-3) },
    operands: { x: floatData(rows * cols, seed).map((v) => v + 1), y: new Float32Array(rows) },
  }));
}

function responseCase(rows: number, channels: number, size: number, quarters: number): KernelCase {
  const params = { rows, channels, size, quarters, alpha_per_element: Math.fround(0.3 / size), bias: 1.5 };
  return { name: `${rows}x${channels} over ${size}, ${quarters} quarters`, kernel: 'local_response_norm_f32', params, operands: { x: floatData(rows * channels, 480 + size), y: new Float32Array(rows * channels) } };
}

function int8Cases(rows: number, cols: number, seed: number): KernelCase[] {
  const [factors, offsets] = [floatData(cols, seed + 1), floatData(cols, seed + 2)];
  const table = Int32Array.from({ length: 2 * cols }, (_, i) => Math.round(i % 2 === 0 ? (factors[i >> 1] ?? 0) * 30 * 2 ** 22 : (offsets[i >> 1] ?? 0) * 9 * 2 ** 10) + (i % 2) * 512);
  const params = { rows, cols, zero_point: seed % 2 ? -11 : 40, centred: seed % 3 === 0 ? 0 : 1, epsilon_low: seed % 2 ? -5 : 77, epsilon_high: seed % 4 === 1 ? 3 : 0, shift: 10, ...int8Bounds(seed) };
  const x = seed % 5 === 0 ? new Int8Array(rows * cols).fill(17) : int8Data(rows * cols, seed);
  const one = { name: `${rows}x${cols}`, kernel: 'layer_norm_s8', params, operands: { x, table, y: new Int8Array(rows * cols) } };
  return [one, { ...one, name: `${one.name} in place`, inPlace: 'x' }];
}

function int8Bounds(seed: number): { out_min: number; out_max: number } {
  return seed % 2 === 0 ? { out_min: -128, out_max: 127 } : { out_min: -7, out_max: 101 };
}

function detCase(count: number, n: number): KernelCase {
  return { name: `${count} of ${n}x${n}`, kernel: 'det_f32', params: { count, n }, operands: { x: floatData(count * n * n, 500 + n), y: new Float32Array(count) } };
}

interface Deformed {
  readonly batch?: number;
  readonly in: readonly [h: number, w: number, c: number];
  readonly out: readonly [h: number, w: number, c: number];
  readonly kernel: readonly [number, number];
  readonly stride?: number;
  readonly dilation?: number;
  readonly pad?: number;
  readonly groups?: number;
  readonly offsets?: number;
  readonly plain?: boolean;
}

function deformCase(shape: Deformed, seed: number): KernelCase {
  const { batch = 1, in: [inH, inW, inC], out: [outH, outW, outC], kernel: [kernelH, kernelW], stride = 1, dilation = 1, pad = 0, groups = 1, offsets = 1, plain = false } = shape;
  const taps = kernelH * kernelW;
  const params = {
    batch, in_h: inH, in_w: inW, in_c: inC, out_h: outH, out_w: outW, out_c: outC, kernel_h: kernelH, kernel_w: kernelW, stride_h: stride, stride_w: stride,
    dilation_h: dilation, dilation_w: dilation, pad_top: pad, pad_left: pad, groups, offset_groups: offsets,
  };
  const operands = {
    x: floatData(batch * inC * inH * inW, seed), w: floatData((outC * inC * taps) / groups, seed + 1), offset: floatData(batch * offsets * taps * 2 * outH * outW, seed + 2, 1.7),
    bias: plain ? null : floatData(outC, seed + 3), mask: plain ? null : floatData(batch * offsets * taps * outH * outW, seed + 4, 1), y: new Float32Array(batch * outC * outH * outW),
  };
  return { name: JSON.stringify(shape), kernel: 'deform_conv2d_f32', params, operands };
}

export const NORM_CASES: readonly KernelCase[] = [
  ...GROUPS.flatMap((shape, i) => groupCases(shape, 470 + i)),
  ...momentCases(1, 1, 490), ...momentCases(3, 70, 491),
  responseCase(1, 1, 1, 3), responseCase(3, 8, 5, 3), responseCase(2, 5, 4, 2), responseCase(2, 3, 7, 7), responseCase(2, 4, 2, 4), responseCase(1, 4, 3, 0),
  ...int8Cases(1, 1, 541), ...int8Cases(3, 7, 542), ...int8Cases(2, 300, 543), ...int8Cases(2, 5, 545), ...int8Cases(1, 1000, 544),
  detCase(1, 1), detCase(3, 2), detCase(2, 5),
  deformCase({ in: [3, 3, 1], out: [2, 2, 1], kernel: [2, 2], plain: true }, 510),
  deformCase({ batch: 2, in: [5, 6, 4], out: [3, 3, 6], kernel: [3, 2], stride: 2, pad: 1, groups: 2, offsets: 2 }, 520),
  deformCase({ in: [6, 6, 2], out: [4, 4, 3], kernel: [2, 2], dilation: 2, offsets: 2 }, 530),
];
