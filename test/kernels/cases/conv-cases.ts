// Convolution, depthwise and fully connected cases: sizes around every tile (2 and 4 pixels, 4, 8 and 16 channels, runs of 4 to 16),
// asymmetric pads, strides 1 to 3, dilation, groups, channel multipliers, per-channel padding, several images.
import type { ParamValues } from '../../../src/kernels/program.ts';
import { type KernelCase, channelRequant, channelScales, channelSum, eighths, floatClamp, floatData, int8Clamp, int8Data } from './kernel-case.ts';

interface Shape {
  readonly batch?: number;
  readonly in: readonly [h: number, w: number, c: number];
  readonly out: number;
  readonly kernel?: readonly [number, number];
  readonly stride?: readonly [number, number];
  readonly dilation?: readonly [number, number];
  /** top, left, bottom, right. */
  readonly pad?: readonly [number, number, number, number];
  readonly groups?: number;
  /** Per-channel padding values. */
  readonly padChannels?: boolean;
  /** Factor on the real multipliers, which are below one half without it. */
  readonly gain?: number;
  /** The largest sums there are: inputs -128, weights of magnitude 127 that change sign from channel to channel. */
  readonly extreme?: boolean;
  /** Weights -128 too: every third, in all channels. */
  readonly lowest?: boolean;
  /** A float input is infinite, and the bounds are the largest floats, as of layers without an activation. */
  readonly infinite?: boolean;
}

const LARGEST_FLOAT = 3.4028234663852886e38;

function floatInput(shape: Shape, length: number, seed: number): Float32Array {
  const data = floatData(length, seed);
  if (shape.infinite) data[length >> 1] = Infinity;
  return data;
}

function floatBounds(shape: Shape, seed: number): ParamValues {
  return shape.infinite ? { out_min: -LARGEST_FLOAT, out_max: LARGEST_FLOAT } : floatClamp(seed);
}

const CONV_SHAPES: readonly Shape[] = [
  { in: [1, 1, 1], out: 1 },
  { in: [1, 2, 3], out: 3 },
  { in: [3, 3, 4], out: 4 },
  { in: [2, 3, 5], out: 5 },
  { in: [3, 3, 7], out: 7 },
  { in: [5, 1, 8], out: 8 },
  { in: [2, 5, 9], out: 9 },
  { in: [3, 3, 17], out: 17 },
  { in: [1, 13, 13], out: 13, stride: [1, 2] },
  { in: [7, 7, 2], out: 6, stride: [3, 3] },
  { in: [5, 5, 3], out: 4, kernel: [3, 3], pad: [1, 1, 1, 1] },
  { in: [6, 5, 3], out: 8, kernel: [3, 3], stride: [2, 2], pad: [0, 0, 1, 1] },
  { in: [7, 8, 1], out: 3, kernel: [4, 2], stride: [1, 3], pad: [2, 1, 0, 3] },
  { in: [8, 7, 4], out: 2, kernel: [3, 3], dilation: [2, 2], pad: [2, 2, 2, 2] },
  { in: [9, 6, 5], out: 3, kernel: [2, 3], dilation: [3, 1], pad: [1, 0, 2, 1] },
  { in: [5, 5, 6], out: 4, kernel: [3, 3], pad: [1, 1, 1, 1], groups: 2 },
  { in: [4, 4, 9], out: 27, kernel: [2, 2], groups: 3 },
  { in: [4, 3, 8], out: 4, groups: 4 },
  { in: [4, 4, 4], out: 5, kernel: [1, 1], pad: [1, 0, 0, 2] },
  { in: [5, 4, 3], out: 9, kernel: [3, 4] },
  { in: [1, 11, 4], out: 3, kernel: [1, 5] },
  { in: [2, 2, 3], out: 4, kernel: [5, 5], pad: [2, 2, 2, 2] },
  { batch: 3, in: [3, 3, 5], out: 3, kernel: [3, 3], pad: [1, 1, 1, 1] },
  { batch: 2, in: [1, 3, 6], out: 5 },
  { in: [3, 3, 16], out: 4 },
  { in: [2, 3, 33], out: 6 },
  { in: [3, 4, 48], out: 9, stride: [1, 2] },
  { in: [3, 5, 64], out: 12 },
  { in: [3, 5, 80], out: 8 },
  { in: [4, 4, 20], out: 3, kernel: [1, 1], stride: [2, 2], padChannels: true },
  { in: [2, 40, 9], out: 8, kernel: [3, 3], pad: [1, 1, 1, 1] },
  { in: [5, 5, 4], out: 3, kernel: [3, 3], pad: [1, 1, 1, 1], padChannels: true },
  { in: [3, 9, 40], out: 6, kernel: [2, 3], stride: [1, 2], pad: [0, 2, 1, 0], groups: 2 },
  { in: [4, 4, 6], out: 4, kernel: [3, 3], pad: [1, 1, 0, 2], groups: 2, padChannels: true },
  { in: [3, 7, 16], out: 29, kernel: [2, 3], pad: [1, 1, 0, 1] },
  { in: [3, 3, 44], out: 23 },
  { in: [6, 7, 16], out: 16, kernel: [3, 3], pad: [1, 1, 1, 1] },
  { in: [2, 3, 5], out: 9, gain: 200 },
  { in: [1, 3, 1100], out: 3, extreme: true },
  { batch: 2, in: [3, 3, 8], out: 6 },
  { in: [2, 3, 4], out: 8, infinite: true },
  { in: [9, 9, 3], out: 6, kernel: [3, 3], stride: [2, 2], pad: [1, 1, 0, 0] },
  { in: [6, 12, 8], out: 5, kernel: [3, 3], pad: [1, 1, 1, 1] },
  { in: [1, 1, 1], out: 1, lowest: true },
  { in: [3, 3, 8], out: 6, lowest: true },
  { in: [1, 3, 1100], out: 3, extreme: true, lowest: true },
  { in: [3, 5, 64], out: 12, lowest: true },
  { in: [5, 5, 3], out: 5, kernel: [3, 3], pad: [1, 1, 1, 1], lowest: true },
  { in: [5, 5, 6], out: 10, kernel: [3, 3], pad: [1, 1, 1, 1], groups: 2, padChannels: true, lowest: true },
  { in: [8, 7, 4], out: 2, kernel: [3, 3], dilation: [2, 2], pad: [2, 2, 2, 2], lowest: true },
];

const DEPTHWISE_SHAPES: readonly Shape[] = [
  { in: [1, 1, 1], out: 1 },
  { in: [3, 3, 3], out: 3, kernel: [3, 3], pad: [1, 1, 1, 1] },
  { in: [5, 4, 4], out: 4, kernel: [3, 3], pad: [1, 1, 1, 1] },
  { in: [4, 5, 5], out: 5, kernel: [3, 3], stride: [2, 2], pad: [0, 1, 1, 0] },
  { in: [6, 6, 7], out: 7, kernel: [3, 3] },
  { in: [5, 5, 8], out: 8, kernel: [5, 5], pad: [2, 2, 2, 2] },
  { in: [7, 5, 9], out: 9, kernel: [3, 3], dilation: [2, 2], pad: [2, 2, 2, 2] },
  { in: [9, 3, 17], out: 17, kernel: [2, 1], stride: [3, 1], pad: [1, 0, 0, 0] },
  { in: [4, 4, 3], out: 6, kernel: [3, 3], pad: [1, 1, 1, 1] },
  { in: [5, 5, 1], out: 8, kernel: [4, 3], pad: [3, 0, 1, 2] },
  { in: [2, 2, 20], out: 20, kernel: [7, 7], pad: [3, 3, 3, 3] },
  { in: [3, 3, 6], out: 6, kernel: [1, 1], pad: [2, 2, 2, 2] },
  { in: [5, 35, 18], out: 18, kernel: [3, 3], pad: [1, 1, 1, 1] },
  { in: [36, 4, 16], out: 16, kernel: [3, 3], stride: [2, 2], pad: [1, 0, 0, 1] },
  { in: [4, 6, 32], out: 32, kernel: [3, 3], pad: [1, 1, 1, 1] },
  { in: [1, 7, 33], out: 33, kernel: [2, 3], pad: [1, 2, 1, 0] },
  { in: [9, 20, 17], out: 17, kernel: [5, 5], pad: [2, 2, 2, 2] },
  { in: [21, 8, 3], out: 3, kernel: [5, 4], stride: [2, 2], pad: [2, 1, 2, 2] },
  { in: [3, 40, 2], out: 2, kernel: [1, 3], stride: [2, 2], pad: [4, 4, 4, 4] },
  { batch: 2, in: [3, 4, 13], out: 13, kernel: [3, 3], pad: [1, 0, 1, 2] },
  { in: [4, 4, 9], out: 9, kernel: [3, 3], pad: [1, 1, 1, 1], gain: 300 },
  { in: [39, 5, 2], out: 2, kernel: [3, 3], pad: [1, 1, 1, 1] },
  { in: [20, 66, 2], out: 2, kernel: [3, 3], stride: [2, 2], pad: [0, 0, 1, 1] },
  { in: [23, 35, 1], out: 3, kernel: [5, 5], stride: [2, 2], pad: [2, 2, 2, 2] },
  { in: [7, 31, 2], out: 2, kernel: [2, 6], pad: [1, 2, 0, 3] },
  { in: [9, 11, 2], out: 2, kernel: [3, 3], stride: [1, 2], pad: [1, 1, 1, 1] },
  { in: [4, 4, 8], out: 8, kernel: [3, 3], pad: [1, 1, 1, 1], infinite: true },
];

/** Quantization of a float output. */
const TO_INT8 = { inverse_scale: 1.5, out_zero_point: -9 };

const FULLY_CONNECTED_SHAPES: readonly (readonly [batch: number, inC: number, outC: number])[] = [
  [1, 1, 1], [1, 3, 3], [1, 4, 4], [1, 5, 5], [2, 7, 7], [3, 8, 8], [4, 9, 9], [5, 17, 17], [1, 64, 12], [7, 13, 1], [9, 31, 23],
];

function outputSize(size: number, kernel: number, stride: number, dilation: number, pads: number): number {
  return Math.floor((size + pads - (kernel - 1) * dilation - 1) / stride) + 1;
}

function geometry(shape: Shape): ParamValues {
  const [kernelH, kernelW] = shape.kernel ?? [1, 1];
  const [strideH, strideW] = shape.stride ?? [1, 1];
  const [dilationH, dilationW] = shape.dilation ?? [1, 1];
  const [top, left, bottom, right] = shape.pad ?? [0, 0, 0, 0];
  const [inH, inW, inC] = shape.in;
  return {
    batch: shape.batch ?? 1, in_h: inH, in_w: inW, in_c: inC,
    out_h: outputSize(inH, kernelH, strideH, dilationH, top + bottom),
    out_w: outputSize(inW, kernelW, strideW, dilationW, left + right),
    out_c: shape.out, kernel_h: kernelH, kernel_w: kernelW, stride_h: strideH, stride_w: strideW,
    dilation_h: dilationH, dilation_w: dilationW, pad_top: top, pad_left: left,
  };
}

function sizes(p: ParamValues): { input: number; output: number; taps: number } {
  const pixels = (h: string, w: string): number => (p['batch'] ?? 0) * (p[h] ?? 0) * (p[w] ?? 0);
  return {
    input: pixels('in_h', 'in_w') * (p['in_c'] ?? 0),
    output: pixels('out_h', 'out_w') * (p['out_c'] ?? 0),
    taps: (p['kernel_h'] ?? 0) * (p['kernel_w'] ?? 0),
  };
}

/** Weights as they are less a zero point: beyond int8 where that leaves room for the sums of the case. */
function wide(weights: Int8Array): Int16Array {
  const offset = weights.some((v) => v === 127 || v === -127) ? 0 : 90;
  return Int16Array.from(weights, (v) => v + offset);
}

function convCases(shape: Shape, seed: number): KernelCase[] {
  const p = geometry(shape);
  const { input, output, taps } = sizes(p);
  const groups = shape.groups ?? 1;
  const length = (taps * (shape.in[2] ?? 0)) / groups;
  const requant = channelRequant(shape.out, length, seed, shape.gain);
  const int8 = {
    x: shape.extreme ? new Int8Array(input).fill(-128) : int8Data(input, seed),
    w: shape.lowest ? int8Data(shape.out * length, seed + 1).map((v, i) => (i % 3 === 0 ? -128 : v)) : shape.extreme ? Int8Array.from({ length: shape.out * length }, (_, i) => (Math.floor(i / length) % 2 ? 127 : -127)) : int8Data(shape.out * length, seed + 1, -127),
    requant: requant.table,
    pad: shape.padChannels ? int8Data(shape.in[2], seed + 2) : null, y: new Int8Array(output),
  };
  const float = {
    x: floatInput(shape, input, seed), w: floatData(shape.out * length, seed + 1), bias: floatData(shape.out, seed + 2),
    pad: shape.padChannels ? floatData(shape.in[2], seed + 3) : null, y: new Float32Array(output),
  };
  const name = JSON.stringify(shape);
  const sum = channelSum(shape.out, length, seed);
  const added = { name, kernel: 'conv2d_add_s8', params: { ...p, groups, pad_value: -5, ...sum.params }, operands: { ...int8, requant: sum.table, residual: int8Data(output, seed + 3) } };
  const dynamic = { name, kernel: 'conv2d_dynamic_f32', params: { ...p, groups, ...floatBounds(shape, seed) }, operands: { x: float.x, w: float.w, bias: seed % 3 === 0 ? null : float.bias, y: float.y } };
  return [
    added,
    dynamic,
    { ...added, name: `${name}, in place`, operands: { ...added.operands, y: added.operands.residual }, inPlace: 'residual' },
    { name, kernel: 'conv2d_s8', params: { ...p, groups, pad_value: -5, pre_shift: requant.preShift, ...int8Clamp(seed) }, operands: int8 },
    { name, kernel: 'conv2d_w16_s8', params: { ...p, groups, pad_value: -5, pre_shift: requant.preShift, ...int8Clamp(seed) }, operands: { ...int8, w: wide(int8.w) } },
    { name, kernel: 'conv2d_w16_s8_f32', params: { ...p, groups, pad_value: -5, ...floatClamp(seed), ...TO_INT8 }, operands: { x: int8.x, w: wide(int8.w), channel: channelScales(requant, seed), pad: int8.pad, stored: null, y: new Float32Array(output) } },
    { name, kernel: 'conv2d_f32', params: { ...p, groups, ...floatBounds(shape, seed) }, operands: float },
    { name, kernel: 'conv2d_s8_f32', params: { ...p, groups, pad_value: -5, ...floatClamp(seed), ...TO_INT8 }, operands: { x: int8.x, w: int8.w, channel: channelScales(requant, seed), pad: int8.pad, stored: null, y: new Float32Array(output) } },
    { name, kernel: 'conv2d_f32_s8', params: { ...p, groups, ...floatClamp(seed), ...TO_INT8 }, operands: { x: eighths(input, seed), w: eighths(shape.out * length, seed + 1), bias: eighths(shape.out, seed + 2), pad: float.pad && eighths(shape.in[2], seed + 3), real: null, y: new Int8Array(output) } },
  ];
}

function depthwiseCases(shape: Shape, seed: number): KernelCase[] {
  const p = geometry(shape);
  const { input, output, taps } = sizes(p);
  const requant = channelRequant(shape.out, taps, seed, shape.gain);
  const int8 = { x: int8Data(input, seed), w: int8Data(shape.out * taps, seed + 1, -127), requant: requant.table, y: new Int8Array(output) };
  const float = { x: floatInput(shape, input, seed), w: floatData(shape.out * taps, seed + 1), bias: floatData(shape.out, seed + 2), y: new Float32Array(output) };
  const name = JSON.stringify(shape);
  const padValue = seed % 3 === 0 ? 0 : 11;
  return [
    { name, kernel: 'depthwise_conv2d_s8', params: { ...p, pad_value: padValue, pre_shift: requant.preShift, ...int8Clamp(seed) }, operands: int8 },
    { name, kernel: 'depthwise_conv2d_f32', params: { ...p, ...floatBounds(shape, seed) }, operands: float },
    { name, kernel: 'depthwise_conv2d_s8_f32', params: { ...p, pad_value: padValue, ...floatClamp(seed), ...TO_INT8 }, operands: { x: int8.x, w: int8.w, channel: channelScales(requant, seed), stored: null, y: new Float32Array(output) } },
    { name, kernel: 'depthwise_conv2d_f32_s8', params: { ...p, ...floatClamp(seed), ...TO_INT8 }, operands: { x: eighths(input, seed), w: eighths(shape.out * taps, seed + 1), bias: eighths(shape.out, seed + 2), real: null, y: new Int8Array(output) } },
  ];
}

function fullyConnectedCases([batch, inC, outC]: readonly [number, number, number], seed: number): KernelCase[] {
  const requant = channelRequant(outC, inC, seed);
  const int8 = { x: int8Data(batch * inC, seed), w: int8Data(outC * inC, seed + 1), requant: requant.table, y: new Int8Array(batch * outC) };
  const float = { x: floatData(batch * inC, seed), w: floatData(outC * inC, seed + 1), bias: floatData(outC, seed + 2), y: new Float32Array(batch * outC) };
  const name = `${batch}x${inC} -> ${outC}`;
  const p = { batch, in_c: inC, out_c: outC };
  return [
    { name, kernel: 'fully_connected_s8', params: { ...p, pre_shift: requant.preShift, ...int8Clamp(seed) }, operands: int8 },
    { name, kernel: 'fully_connected_f32', params: { ...p, ...floatClamp(seed) }, operands: float },
    { name, kernel: 'fully_connected_s8_f32', params: { ...p, ...floatClamp(seed), ...TO_INT8 }, operands: { x: int8.x, w: int8.w, channel: channelScales(requant, seed), stored: null, y: new Float32Array(batch * outC) } },
    { name, kernel: 'fully_connected_f32_s8', params: { ...p, ...floatClamp(seed), ...TO_INT8 }, operands: { x: eighths(batch * inC, seed), w: eighths(outC * inC, seed + 1), bias: eighths(outC, seed + 2), real: null, y: new Int8Array(batch * outC) } },
  ];
}

/** The INT8 cases whose output is as large as the input, again on the input, for variants that can. */
function onInput(cases: readonly KernelCase[]): KernelCase[] {
  const same = cases.filter(({ kernel, operands }) => kernel === 'depthwise_conv2d_s8' && operands['x']?.byteLength === operands['y']?.byteLength);
  return same.map((one) => ({ ...one, name: `${one.name} on x`, inPlace: 'x' }));
}

export const CONV_CASES: readonly KernelCase[] = [
  ...CONV_SHAPES.flatMap((shape, i) => convCases(shape, 100 + i)),
  ...DEPTHWISE_SHAPES.flatMap((shape, i) => depthwiseCases(shape, 200 + i)),
  ...onInput(DEPTHWISE_SHAPES.flatMap((shape, i) => depthwiseCases(shape, 200 + i))),
  ...FULLY_CONNECTED_SHAPES.flatMap((shape, i) => fullyConnectedCases(shape, 300 + i)),
];
