// What each kernel computes, written as plainly as possible: every output element from its definition, padding by looking up coordinates.
// Shares nothing with the C kernels' structure (no blocks, no patches); int8 rounding comes from numeric/, which has its own proof.
import type { TensorData } from '../../../src/ir/dtype.ts';
import type { ParamValues } from '../../../src/kernels/program.ts';
import { requantize, requantizeSum } from '../../../src/numeric/fixed-point.ts';
import { clamp, quantizeF32, roundHalfEven } from '../../../src/numeric/rounding.ts';
import type { Operands } from '../cases/kernel-case.ts';
import { NORM_REFERENCES } from './norm-references.ts';
import { INTEGER_RECURRENT_REFERENCES } from './integer-recurrent-references.ts';
import { RECURRENT_REFERENCES } from './recurrent-references.ts';
import { REDUCE_REFERENCES } from './reduce-references.ts';
import { SLICE_REFERENCES } from './slice-references.ts';
import { ELEMENTWISE_REFERENCES } from './elementwise-references.ts';
import { DETECT_REFERENCES } from './detect-references.ts';
import { INDEX_REFERENCES } from './index-references.ts';

/** Results by operand name, where there are several. */
export type Results = Readonly<Record<string, TensorData>>;

export type Reference = (p: Params, operands: Operands) => TensorData | Results;

/** What `operands` receive: every output that is there, or the one that the kernel writes. */
export function resultsOf(kernel: string, p: Params, operands: Operands, output: string): Results {
  const result = REFERENCES[kernel]?.(p, operands);
  return result === undefined ? {} : ArrayBuffer.isView(result) ? { [output]: result } : Object.fromEntries(Object.entries(result).filter(([name]) => operands[name]));
}

/** Params whose absent fields are 0. */
export class Params {
  private readonly values: ParamValues;

  constructor(values: ParamValues) {
    this.values = values;
  }

  get(name: string): number {
    return this.values[name] ?? 0;
  }
}

function at(data: TensorData | null | undefined, index: number): number {
  return Number(data?.[index] ?? 0);
}

function requantized(p: Params, acc: number, table: TensorData | null | undefined, entry: number): number {
  const channel = { multiplier: at(table, 3 * entry + 1), shift: at(table, 3 * entry + 2) };
  return requantize(acc, p.get('pre_shift'), channel, { zeroPoint: p.get('out_zero_point'), min: p.get('out_min'), max: p.get('out_max') });
}

function floatClamped(p: Params, value: number): number {
  return Number.isNaN(value) ? NaN : clamp(value, p.get('out_min'), p.get('out_max'));
}

/** Of an accumulator that starts at the channel's bias: one multiplication in single precision. */
function scaled(p: Params, sum: number, table: TensorData | null | undefined, channel: number): number {
  const [scale = 0] = new Float32Array(Int32Array.of(at(table, 2 * channel + 1)).buffer);
  return floatClamped(p, Math.fround(Math.fround(at(table, 2 * channel) + sum) * scale));
}

function toInt8(p: Params, value: number): number {
  return quantizeF32(Math.fround(floatClamped(p, value)), p.get('inverse_scale'), p.get('out_zero_point'));
}

interface OutputPoint {
  readonly n: number;
  readonly oy: number;
  readonly ox: number;
  readonly c: number;
}

/** Calls `compute` for every output element in NHWC order. */
function eachOutput(p: Params, channels: number, compute: (point: OutputPoint) => number): number[] {
  const out: number[] = [];
  for (let n = 0; n < p.get('batch'); n++) {
    for (let oy = 0; oy < p.get('out_h'); oy++) {
      for (let ox = 0; ox < p.get('out_w'); ox++) {
        for (let c = 0; c < channels; c++) out.push(compute({ n, oy, ox, c }));
      }
    }
  }
  return out;
}

interface Tap {
  readonly ky: number;
  readonly kx: number;
  /** Index of the pixel in x, -1 in the padding. */
  readonly pixel: number;
}

function tapsOf(p: Params, { n, oy, ox }: OutputPoint): Tap[] {
  const taps: Tap[] = [];
  for (let ky = 0; ky < p.get('kernel_h'); ky++) {
    for (let kx = 0; kx < p.get('kernel_w'); kx++) {
      const iy = oy * p.get('stride_h') - p.get('pad_top') + ky * (p.get('dilation_h') || 1);
      const ix = ox * p.get('stride_w') - p.get('pad_left') + kx * (p.get('dilation_w') || 1);
      const inside = iy >= 0 && iy < p.get('in_h') && ix >= 0 && ix < p.get('in_w');
      taps.push({ ky, kx, pixel: inside ? (n * p.get('in_h') + iy) * p.get('in_w') + ix : -1 });
    }
  }
  return taps;
}

/** Sum of x * w of a grouped convolution at one point; `padding(channel)` outside. */
function convSum(p: Params, { x, w }: Operands, point: OutputPoint, padding: (channel: number) => number): number {
  const perGroup = p.get('in_c') / p.get('groups');
  const first = Math.floor(point.c / (p.get('out_c') / p.get('groups'))) * perGroup;
  let sum = 0;
  for (const { ky, kx, pixel } of tapsOf(p, point)) {
    for (let i = 0; i < perGroup; i++) {
      const value = pixel < 0 ? padding(first + i) : at(x, pixel * p.get('in_c') + first + i);
      sum += value * at(w, ((point.c * p.get('kernel_h') + ky) * p.get('kernel_w') + kx) * perGroup + i);
    }
  }
  return sum;
}

function depthwiseSum(p: Params, { x, w }: Operands, point: OutputPoint, padding: number): number {
  const input = Math.floor(point.c / (p.get('out_c') / p.get('in_c')));
  return tapsOf(p, point).reduce((sum, { ky, kx, pixel }) => {
    const value = pixel < 0 ? padding : at(x, pixel * p.get('in_c') + input);
    return sum + value * at(w, (ky * p.get('kernel_w') + kx) * p.get('out_c') + point.c);
  }, 0);
}

function fullyConnected(p: Params, { x, w }: Operands, finish: (sum: number, channel: number) => number): number[] {
  const [inC, outC] = [p.get('in_c'), p.get('out_c')];
  return Array.from({ length: p.get('batch') * outC }, (_unused, i) => {
    const channel = i % outC;
    let sum = 0;
    for (let k = 0; k < inC; k++) sum += at(x, Math.floor(i / outC) * inC + k) * at(w, channel * inC + k);
    return finish(sum, channel);
  });
}

function matmul(p: Params, { a, b }: Operands): number[] {
  const [inner, m, n, k] = [p.get('inner'), p.get('m'), p.get('n'), p.get('k')];
  return Array.from({ length: p.get('outer') * inner * m * n }, (_unused, i) => {
    const [batch, row, column] = [Math.floor(i / (m * n)), Math.floor(i / n) % m, i % n];
    const left = Math.floor(batch / inner) * p.get('a_outer') + (batch % inner) * p.get('a_inner') + row * k;
    const right = Math.floor(batch / inner) * p.get('b_outer') + (batch % inner) * p.get('b_inner');
    let sum = 0;
    for (let t = 0; t < k; t++) sum += at(a, left + t) * at(b, right + (p.get('b_transposed') ? column * k + t : t * n + column));
    return floatClamped(p, sum);
  });
}

function poolValues(p: Params, x: TensorData | null | undefined, point: OutputPoint): number[] {
  return tapsOf(p, point).filter((tap) => tap.pixel >= 0).map((tap) => at(x, tap.pixel * p.get('channels') + point.c));
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function elementwise(p: Params, compute: (i: number) => number): number[] {
  return Array.from({ length: p.get('count') }, (_unused, i) => compute(i));
}

function softmaxInt8(p: Params, { x, table }: Operands): number[] {
  const cols = p.get('cols');
  return Array.from({ length: p.get('rows') }, (_unused, row) => {
    const values = Array.from({ length: cols }, (_unusedToo, c) => at(x, row * cols + c));
    const max = Math.max(...values);
    const terms = values.map((value) => BigInt(at(table, max - value)));
    const sum = terms.reduce((a, b) => a + b, 0n);
    const k = BigInt(Math.max(0, sum.toString(2).length - 16));
    const factor = (BigInt(p.get('levels')) << (23n + k)) / sum;
    return terms.map((t) => Math.min(127, Number((t * factor + (1n << (22n + k))) >> (23n + k)) - 128));
  }).flat();
}

function maskedSoftmax(p: Params, { x, bias }: Operands): number[] {
  const [d1, d2, cols] = [p.get('d1'), p.get('d2'), p.get('cols')];
  return Array.from({ length: p.get('d0') * d1 * d2 }, (_unused, row) => {
    const start = Math.floor(row / (d1 * d2)) * p.get('s0') + (Math.floor(row / d2) % d1) * p.get('s1') + (row % d2) * p.get('s2');
    const values = Array.from({ length: cols }, (_unusedToo, c) => at(x, row * cols + c) + at(bias, start + c * p.get('s3')));
    const max = Math.max(...values);
    const terms = values.map((value) => (max === -Infinity ? 0 : Math.exp(value - max)));
    return terms.map((t) => t / (total(terms) || 1));
  }).flat();
}

function softmaxFloat(p: Params, { x }: Operands): number[] {
  const cols = p.get('cols');
  return Array.from({ length: p.get('rows') }, (_unused, row) => {
    const values = Array.from({ length: cols }, (_unusedToo, c) => at(x, row * cols + c));
    const max = Math.max(...values);
    const terms = values.map((value) => Math.exp(value - max));
    return terms.map((t) => t / total(terms));
  }).flat();
}

/** Copies element by element into a copy of y. */
function strided<T extends TensorData>(p: Params, x: TensorData | null | undefined, y: T): T {
  const dims = [0, 1, 2, 3, 4, 5].map((i) => p.get(`d${i}`));
  const count = dims.reduce((product, d) => product * d, 1);
  for (let linear = 0; linear < count; linear++) {
    let [rest, from, to] = [linear, 0, 0];
    for (let i = 5; i >= 0; i--) {
      const size = dims[i] ?? 1;
      from += (rest % size) * p.get(`x_s${i}`);
      to += (rest % size) * p.get(`y_s${i}`);
      rest = Math.floor(rest / size);
    }
    y[to] = x?.[from] ?? 0;
  }
  return y;
}

/** Weights in the order of the model, [out][in/groups][h][w]. */
function dynamicSum(p: Params, { x, w }: Operands, point: OutputPoint): number {
  const perGroup = p.get('in_c') / p.get('groups');
  const first = Math.floor(point.c / (p.get('out_c') / p.get('groups'))) * perGroup;
  const plane = p.get('kernel_h') * p.get('kernel_w');
  return tapsOf(p, point).filter((tap) => tap.pixel >= 0).reduce((sum, { ky, kx, pixel }) => {
    for (let i = 0; i < perGroup; i++) sum += at(x, pixel * p.get('in_c') + first + i) * at(w, (point.c * perGroup + i) * plane + ky * p.get('kernel_w') + kx);
    return sum;
  }, 0);
}

/** Elements [place, value] of a window over a plane of three dimensions. */
function volumeWindow(p: Params, x: TensorData | null | undefined, [n, ...out]: readonly number[]): (readonly [number[], number])[] {
  const sizes = ['d', 'h', 'w'].map((dim) => p.get(`in_${dim}`));
  const along = ['d', 'h', 'w'].map((dim, i) => Array.from({ length: p.get(`kernel_${dim}`) }, (_unused, k) => (out[i] ?? 0) * p.get(`stride_${dim}`) - p.get(`pad_${dim}`) + k * p.get(`dilation_${dim}`)).filter((v) => v >= 0 && v < (sizes[i] ?? 0)));
  const places = (along[0] ?? []).flatMap((d) => (along[1] ?? []).flatMap((h) => (along[2] ?? []).map((w) => [d, h, w])));
  return places.map((place) => [place, at(x, place.reduce((sum, v, i) => sum * (sizes[i] ?? 0) + v, n ?? 0))] as const);
}

function poolIndices(p: Params, { x }: Operands): BigInt64Array {
  const [d, h, w] = ['d', 'h', 'w'].map((dim) => p.get(`out_${dim}`));
  const [inD, inH, inW] = ['d', 'h', 'w'].map((dim) => p.get(`in_${dim}`));
  const [depth = 1, height = 1, width = 1, sizeD = 1, sizeH = 1, sizeW = 1] = [d, h, w, inD, inH, inW];
  return BigInt64Array.from({ length: p.get('planes') * depth * height * width }, (_unused, i) => {
    const point = [Math.floor(i / (depth * height * width)), Math.floor(i / (height * width)) % depth, Math.floor(i / width) % height, i % width];
    const elements = volumeWindow(p, x, point);
    const [[pd = 0, ph = 0, pw = 0]] = elements.reduce((best, e) => (e[1] > best[1] ? e : best), elements[0] ?? [[], 0]);
    const place = p.get('column_major') ? (pw * sizeH + ph) * sizeD + pd : (pd * sizeH + ph) * sizeW + pw;
    return BigInt((point[0] ?? 0) * sizeD * sizeH * sizeW + place);
  });
}

const convolutionInt8: Reference = (p, o) => Int8Array.from(eachOutput(p, p.get('out_c'), (point) => {
  const padding = (channel: number): number => (o['pad'] ? at(o['pad'], channel) : p.get('pad_value'));
  return requantized(p, at(o['requant'], 3 * point.c) + convSum(p, o, point, padding), o['requant'], point.c);
}));

const convolutionToFloat: Reference = (p, o) => Float32Array.from(eachOutput(p, p.get('out_c'), (point) => {
  const padding = (channel: number): number => (o['pad'] ? at(o['pad'], channel) : p.get('pad_value'));
  return scaled(p, convSum(p, o, point, padding), o['channel'], point.c);
}));

export const REFERENCES: Readonly<Record<string, Reference>> = {
  ...RECURRENT_REFERENCES,
  ...REDUCE_REFERENCES,
  ...INTEGER_RECURRENT_REFERENCES,
  ...SLICE_REFERENCES,
  ...NORM_REFERENCES,
  conv2d_s8: convolutionInt8,
  conv2d_w16_s8: convolutionInt8,
  ...ELEMENTWISE_REFERENCES,
  ...INDEX_REFERENCES,
  ...DETECT_REFERENCES,
  conv2d_add_s8: (p, o) => {
    const sum = { preShift: p.get('pre_shift'), shift: p.get('shift'), residualMultiplier: p.get('residual_multiplier'), offset: p.get('offset'), min: p.get('out_min'), max: p.get('out_max') };
    const padding = (channel: number): number => (o['pad'] ? at(o['pad'], channel) : p.get('pad_value'));
    const points = eachOutput(p, p.get('out_c'), (point) => at(o['requant'], 2 * point.c) + convSum(p, o, point, padding));
    return Int8Array.from(points, (acc, i) => requantizeSum(acc, at(o['requant'], 2 * (i % p.get('out_c')) + 1), at(o['residual'], i), sum));
  },
  conv2d_s8_f32: convolutionToFloat,
  conv2d_w16_s8_f32: convolutionToFloat,
  conv2d_f32: (p, o) => Float32Array.from(eachOutput(p, p.get('out_c'), (point) =>
    floatClamped(p, at(o['bias'], point.c) + convSum(p, o, point, (channel) => at(o['pad'], channel))))),
  conv2d_dynamic_f32: (p, o) => Float32Array.from(eachOutput(p, p.get('out_c'), (point) => floatClamped(p, at(o['bias'], point.c) + dynamicSum(p, o, point)))),
  conv2d_f32_s8: (p, o) => Int8Array.from(eachOutput(p, p.get('out_c'), (point) =>
    toInt8(p, at(o['bias'], point.c) + convSum(p, o, point, (channel) => at(o['pad'], channel))))),
  depthwise_conv2d_s8: (p, o) => Int8Array.from(eachOutput(p, p.get('out_c'), (point) =>
    requantized(p, at(o['requant'], 3 * point.c) + depthwiseSum(p, o, point, p.get('pad_value')), o['requant'], point.c))),
  depthwise_conv2d_f32: (p, o) => Float32Array.from(eachOutput(p, p.get('out_c'), (point) =>
    floatClamped(p, at(o['bias'], point.c) + depthwiseSum(p, o, point, 0)))),
  depthwise_conv2d_f32_s8: (p, o) => Int8Array.from(eachOutput(p, p.get('out_c'), (point) =>
    toInt8(p, at(o['bias'], point.c) + depthwiseSum(p, o, point, 0)))),
  depthwise_conv2d_s8_f32: (p, o) => Float32Array.from(eachOutput(p, p.get('out_c'), (point) => scaled(p, depthwiseSum(p, o, point, p.get('pad_value')), o['channel'], point.c))),
  fully_connected_s8: (p, o) => Int8Array.from(fullyConnected(p, o, (sum, c) => requantized(p, at(o['requant'], 3 * c) + sum, o['requant'], c))),
  fully_connected_f32: (p, o) => Float32Array.from(fullyConnected(p, o, (sum, c) => floatClamped(p, at(o['bias'], c) + sum))),
  fully_connected_f32_s8: (p, o) => Int8Array.from(fullyConnected(p, o, (sum, c) => toInt8(p, at(o['bias'], c) + sum))),
  fully_connected_s8_f32: (p, o) => Float32Array.from(fullyConnected(p, o, (sum, c) => scaled(p, sum, o['channel'], c))),
  matmul_f32: (p, o) => Float32Array.from(matmul(p, o)),
  max_pool_s8: (p, o) => Int8Array.from(eachOutput(p, p.get('channels'), (point) => Math.max(...poolValues(p, o['x'], point)))),
  max_pool_f32: (p, o) => Float32Array.from(eachOutput(p, p.get('channels'), (point) => Math.max(...poolValues(p, o['x'], point)))),
  max_pool_indices_f32: poolIndices,
  avg_pool_s8: (p, o) => Int8Array.from(eachOutput(p, p.get('channels'), (point) => {
    const values = poolValues(p, o['x'], point);
    return requantized(p, at(o['requant'], 3 * (values.length - 1)) + total(values), o['requant'], values.length - 1);
  })),
  avg_pool_even_s8: (p, o) => Int8Array.from(eachOutput(p, p.get('channels'), (point) => {
    const values = poolValues(p, o['x'], point);
    const mean = (total(values) - values.length * p.get('in_zero_point')) / (p.get('count_include_pad') ? p.get('kernel_h') * p.get('kernel_w') : values.length);
    return clamp(roundHalfEven(mean + p.get('out_zero_point')), p.get('out_min'), p.get('out_max'));
  })),
  avg_pool_f32: (p, o) => Float32Array.from(eachOutput(p, p.get('channels'), (point) => {
    const values = poolValues(p, o['x'], point);
    return floatClamped(p, total(values) / (p.get('count_include_pad') ? p.get('kernel_h') * p.get('kernel_w') : values.length));
  })),
  add_s8: (p, { a, b }) => Int8Array.from(elementwise(p, (i) =>
    clamp((at(a, i) * p.get('multiplier_a') + at(b, i) * p.get('multiplier_b') + p.get('offset')) >> p.get('shift'), p.get('out_min'), p.get('out_max')))),
  mul_s8: (p, { a, b }) => Int8Array.from(elementwise(p, (i) => {
    const table = Int32Array.of(0, p.get('multiplier'), p.get('shift'));
    return requantized(p, (at(a, i) - p.get('a_zero_point')) * (at(b, i) - p.get('b_zero_point')), table, 0);
  })),
  add_mixed: (p, { a, a8, b, b8, y }) => {
    const sum = (i: number): number => (a ? at(a, i) : p.get('a_scale') * (at(a8, i) - p.get('a_zero_point'))) + (b ? at(b, i) : p.get('b_scale') * (at(b8, i) - p.get('b_zero_point')));
    return y ? Float32Array.from(elementwise(p, (i) => floatClamped(p, sum(i)))) : Int8Array.from(elementwise(p, (i) => toInt8(p, sum(i))));
  },
  add_f32: (p, { a, b }) => Float32Array.from(elementwise(p, (i) => floatClamped(p, at(a, i) + at(b, i)))),
  sub_f32: (p, { a, b }) => Float32Array.from(elementwise(p, (i) => floatClamped(p, at(a, i) - at(b, i)))),
  mul_f32: (p, { a, b }) => Float32Array.from(elementwise(p, (i) => floatClamped(p, at(a, i) * at(b, i)))),
  div_f32: (p, { a, b }) => Float32Array.from(elementwise(p, (i) => floatClamped(p, at(a, i) / at(b, i)))),
  clamp_f32: (p, { x }) => Float32Array.from(elementwise(p, (i) => floatClamped(p, at(x, i)))),
  sigmoid_f32: (p, { x }) => Float32Array.from(elementwise(p, (i) => 1 / (1 + Math.exp(-at(x, i))))),
  tanh_f32: (p, { x }) => Float32Array.from(elementwise(p, (i) => Math.tanh(at(x, i)))),
  softmax_s8: (p, o) => Int8Array.from(softmaxInt8(p, o)),
  masked_softmax_f32: (p, o) => Float32Array.from(maskedSoftmax(p, o)),
  softmax_f32: (p, o) => Float32Array.from(softmaxFloat(p, o)),
  lookup_s8: (p, { x, table }) => Int8Array.from(elementwise(p, (i) => at(table, at(x, i) + 128))),
  quantize_f32_s8: (p, { x }) => Int8Array.from(elementwise(p, (i) => quantizeF32(at(x, i), p.get('inverse_scale'), p.get('zero_point')))),
  dequantize_s8_f32: (p, { x }) => Float32Array.from(elementwise(p, (i) => p.get('scale') * (at(x, i) - p.get('zero_point')))),
  flip_sign_8: (p, { x }) => Int8Array.from(elementwise(p, (i) => at(x, i) ^ 0x80)),
  copy_nd_8: (p, { x, y }) => strided(p, x, Uint8Array.from(y as Uint8Array)),
  copy_nd_16: (p, { x, y }) => strided(p, x, Uint16Array.from(y as Uint16Array)),
  copy_nd_64: (p, { x, y }) => strided(p, x, BigUint64Array.from(y as BigUint64Array)),
  copy_nd_32: (p, { x, y }) => strided(p, x, Float32Array.from(y as Float32Array)),
  planes_to_pixels_8: (p, { x }) => {
    const [planes, pixels] = [p.get('planes'), p.get('height') * p.get('width')];
    return Uint8Array.from({ length: planes * pixels }, (_, i) => at(x, (i % planes) * pixels + Math.floor(i / planes)));
  },
  fill_8: (p, { pattern }) => Uint8Array.from(elementwise(p, (i) => at(pattern, i % p.get('period')))),
  fill_32: (p, { pattern }) => Float32Array.from(elementwise(p, (i) => at(pattern, i % p.get('period')))),
};
