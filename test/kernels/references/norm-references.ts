// What the normalization kernels, determinants and deformed convolutions compute, from the definitions.
import type { TensorData } from '../../../src/ir/dtype.ts';
import type { Params, Reference } from './kernel-references.ts';

function at(data: TensorData | null | undefined, index: number): number {
  return Number(data?.[index] ?? 0);
}

function moments(values: readonly number[], centred: boolean, epsilon: number): { mean: number; inverse: number } {
  const mean = centred ? values.reduce((s, v) => s + v, 0) / values.length : 0;
  return { mean, inverse: 1 / Math.sqrt(values.reduce((s, v) => s + (v - mean) ** 2, 0) / values.length + epsilon) };
}

function groupNorm(p: Params, { x, scale, bias }: Parameters<Reference>[1]): Float32Array {
  const [batch, pixels, groups, width] = ['batch', 'pixels', 'groups', 'width'].map((name) => p.get(name));
  const channels = (groups ?? 1) * (width ?? 1);
  const result = new Float32Array((batch ?? 1) * (pixels ?? 1) * channels);
  for (let n = 0; n < (batch ?? 1); n++) {
    for (let g = 0; g < (groups ?? 1); g++) {
      const places = Array.from({ length: (pixels ?? 1) * (width ?? 1) }, (_unused, k) => (n * (pixels ?? 1) + Math.floor(k / (width ?? 1))) * channels + g * (width ?? 1) + (k % (width ?? 1)));
      const { mean, inverse } = moments(places.map((i) => at(x, i)), p.get('centred') === 1, p.get('epsilon'));
      for (const i of places) {
        const value = (at(x, i) - mean) * inverse * (scale ? at(scale, i % channels) : 1) + at(bias, i % channels);
        result[i] = Math.min(p.get('out_max'), Math.max(p.get('out_min'), value));
      }
    }
  }
  return result;
}

function localResponse(p: Params, { x }: Parameters<Reference>[1]): Float32Array {
  const [channels, size] = [p.get('channels'), p.get('size')];
  return Float32Array.from({ length: p.get('rows') * channels }, (_unused, i) => {
    const c = i % channels;
    let sum = 0;
    for (let k = 0; k < size; k++) {
      const from = c - Math.floor((size - 1) / 2) + k;
      if (from >= 0 && from < channels) sum += at(x, i - c + from) ** 2;
    }
    return at(x, i) * (p.get('bias') + p.get('alpha_per_element') * sum) ** (-p.get('quarters') / 4);
  });
}

function determinant(a: readonly number[], n: number): number {
  if (n === 0) return 1;
  return Array.from({ length: n }, (_unused, c) => (c % 2 === 0 ? 1 : -1) * (a[c] ?? 0) * determinant(a.filter((_v, i) => i >= n && i % n !== c), n - 1)).reduce((s, v) => s + v, 0);
}

/** The plane's value at a place between elements; zero outside. */
function bilinear(element: (row: number, column: number) => number, row: number, column: number): number {
  const [top, left] = [Math.floor(row), Math.floor(column)];
  const [down, right] = [row - top, column - left];
  return (1 - down) * ((1 - right) * element(top, left) + right * element(top, left + 1)) + down * ((1 - right) * element(top + 1, left) + right * element(top + 1, left + 1));
}

function deformed(p: Params, { x, w, offset, bias, mask }: Parameters<Reference>[1]): Float32Array {
  const [inC, inH, inW, outC, outH, outW, kernelW] = ['in_c', 'in_h', 'in_w', 'out_c', 'out_h', 'out_w', 'kernel_w'].map((name) => p.get(name)) as [number, number, number, number, number, number, number];
  const [taps, pixels, perGroup] = [p.get('kernel_h') * kernelW, outH * outW, inC / p.get('groups')];
  return Float32Array.from({ length: p.get('batch') * outC * pixels }, (_unused, i) => {
    const [pixel, o, n] = [i % pixels, Math.floor(i / pixels) % outC, Math.floor(i / pixels / outC)];
    let sum = at(bias, o);
    for (let k = 0; k < perGroup * taps; k++) {
      const c = Math.floor(o / (outC / p.get('groups'))) * perGroup + Math.floor(k / taps);
      const tap = (n * p.get('offset_groups') + Math.floor(c / (inC / p.get('offset_groups')))) * taps + (k % taps);
      const row = Math.floor(pixel / outW) * p.get('stride_h') - p.get('pad_top') + Math.floor((k % taps) / kernelW) * p.get('dilation_h') + at(offset, 2 * tap * pixels + pixel);
      const column = (pixel % outW) * p.get('stride_w') - p.get('pad_left') + (k % taps % kernelW) * p.get('dilation_w') + at(offset, (2 * tap + 1) * pixels + pixel);
      const element = (r: number, q: number): number => (r >= 0 && r < inH && q >= 0 && q < inW ? at(x, ((n * inC + c) * inH + r) * inW + q) : 0);
      sum += bilinear(element, row, column) * (mask ? at(mask, tap * pixels + pixel) : 1) * at(w, o * perGroup * taps + k);
    }
    return sum;
  });
}

/** floor(sqrt(value)). */
function rootOf(value: bigint): bigint {
  let root = BigInt(Math.floor(Math.sqrt(Number(value))));
  while (root * root > value) root--;
  while ((root + 1n) * (root + 1n) <= value) root++;
  return root;
}

function layerNormInt8(p: Params, { x, table }: Parameters<Reference>[1]): Int8Array {
  const cols = p.get('cols');
  const epsilon = (BigInt.asUintN(32, BigInt(p.get('epsilon_high'))) << 32n) + BigInt.asUintN(32, BigInt(p.get('epsilon_low')));
  return Int8Array.from(Array.from({ length: p.get('rows') }, (_unused, row) => {
    const d = Array.from({ length: cols }, (_unusedToo, i) => BigInt(at(x, row * cols + i) - p.get('zero_point')));
    const sum = p.get('centred') ? d.reduce((s, v) => s + v, 0n) : 0n;
    const variance = BigInt(cols) * d.reduce((s, v) => s + v * v, 0n) - sum * sum + epsilon;
    let [value, exponent] = [variance === 0n ? 1n : variance, 62n];
    for (; value < 1n << 62n; exponent--) value <<= 2n;
    const quotient = (1n << 62n) / rootOf(value);
    const mantissa = quotient < 0x7fffffffn ? quotient : 0x7fffffffn;
    return d.map((v, i) => {
      const normal = ((BigInt(cols) * v - sum) * mantissa) >> (exponent - 20n);
      const scaled = ((normal * BigInt(at(table, 2 * i))) >> 32n) + BigInt(at(table, 2 * i + 1));
      return Math.min(p.get('out_max'), Math.max(p.get('out_min'), Number(scaled >> BigInt(p.get('shift')))));
    });
  }).flat());
}

export const NORM_REFERENCES: Readonly<Record<string, Reference>> = {
  group_norm_f32: groupNorm,
  layer_norm_s8: layerNormInt8,
  row_moments_f32: (p, { x }) => Float32Array.from({ length: p.get('rows') }, (_unused, row) => {
    const { mean, inverse } = moments(Array.from({ length: p.get('cols') }, (_unusedToo, i) => at(x, row * p.get('cols') + i)), true, p.get('epsilon'));
    return p.get('inverse') ? inverse : mean;
  }),
  local_response_norm_f32: localResponse,
  det_f32: (p, { x }) => Float32Array.from({ length: p.get('count') }, (_unused, i) => determinant(Array.from({ length: p.get('n') ** 2 }, (_unusedToo, k) => at(x, i * p.get('n') ** 2 + k)), p.get('n'))),
  deform_conv2d_f32: deformed,
};
