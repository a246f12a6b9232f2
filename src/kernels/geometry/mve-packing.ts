// Constant layouts of the MVE kernels: output channels in blocks of four, weights in runs of 16 filled up with zeros.
// Counterpart of runtime-c/internal/mve_dot_s8.h and mve_output.h; changes no value a kernel computes.
import type { KernelConstants } from '../kernel-def.ts';
import type { ParamValues } from '../program.ts';
import { int32Constant } from './wasm-packing.ts';

export const LANES = 4;
export const RUN = 16;

/** Channels of one group, the groups, and the weights per channel. */
export interface RunShape {
  readonly groups: number;
  readonly channels: number;
  readonly length: number;
}

/** Filters of a fully connected layer. */
export function matrixShape(p: ParamValues): RunShape {
  return { groups: 1, channels: p['out_c'] ?? 0, length: p['in_c'] ?? 0 };
}

/** Place in a block of four channels: the first half of a tile computes channels 0 and 2, which one instruction moves to lanes 0 and 2. */
const HALF_ORDER: readonly number[] = [0, 2, 1, 3];

/** [out_c][length] -> [group][channels/4][0, 2 | 1, 3][length/16][2][16]. `from(k)` is the canonical index of element k of a run. */
export function packRuns(w: Int8Array, { groups, channels, length }: RunShape, from: (k: number) => number): Int8Array {
  const blocks = Math.ceil(channels / LANES);
  const runs = Math.ceil(length / RUN);
  const packed = new Int8Array(groups * blocks * LANES * runs * RUN);
  for (let channel = 0; channel < groups * channels; channel++) {
    const inGroup = channel % channels;
    const place = HALF_ORDER.indexOf(inGroup % LANES);
    const block = Math.floor(channel / channels) * blocks + Math.floor(inGroup / LANES);
    const half = (block * 2 + (place >> 1)) * runs * 2 * RUN;
    for (let k = 0; k < length; k++) {
      packed[half + (Math.floor(k / RUN) * 2 + (place & 1)) * RUN + (k % RUN)] = w[channel * length + from(k)] ?? 0;
    }
  }
  return packed;
}

/** Tuples of `fields` words per channel -> [group][channels/4][fields][4]; `map` rewrites a word by its field. */
export function packChannelLanes(table: Int32Array, fields: number, { groups, channels }: RunShape, map: (word: number, field: number) => number): Int32Array {
  const blocks = Math.ceil(channels / LANES);
  const packed = new Int32Array(groups * blocks * fields * LANES);
  for (let channel = 0; channel < groups * channels; channel++) {
    const inGroup = channel % channels;
    const block = Math.floor(channel / channels) * blocks + Math.floor(inGroup / LANES);
    for (let field = 0; field < fields; field++) packed[(block * fields + field) * LANES + (inGroup % LANES)] = map(table[fields * channel + field] ?? 0, field);
  }
  return packed;
}

/** {bias, M} of a sum as the kernels want them: bias << pre_shift, M. */
export function shiftedBias(p: ParamValues): (word: number, field: number) => number {
  return (word, field) => (field === 0 ? word << (p['pre_shift'] ?? 0) : word);
}

/** {bias, M, s} as the kernels want them: bias, M, pre_shift - s. */
export function withoutPreShift(p: ParamValues): (word: number, field: number) => number {
  return (word, field) => (field === 2 ? (p['pre_shift'] ?? 0) - word : word);
}

/** Whether every shift is larger than the pre-shift, which then need not be done: floor((floor(2^p a) + c) / 2^s) = floor((floor(a) + c / 2^p) / 2^(s-p)). */
export function needsNoPreShift(p: ParamValues, constants: KernelConstants): boolean {
  return int32Constant(constants, 'requant').every((word, i) => i % 3 !== 2 || word > (p['pre_shift'] ?? 0));
}

/** 2^-126, the smallest normal float: MVE takes smaller ones for zero. */
const SMALLEST_NORMAL = 2 ** -126;

export function isNormal(scale: number): boolean {
  return Math.abs(scale) >= SMALLEST_NORMAL && Math.abs(scale) < 2 ** 126;
}

/** Whether every output {bias, scale as bits} gives from an accumulator is zero or normal, so that MVE's bits are those of scalar code. */
export function scalesAreNormal(_p: ParamValues, constants: KernelConstants): boolean {
  const bits = int32Constant(constants, 'channel');
  return new Float32Array(bits.buffer, bits.byteOffset, bits.length).every((scale, i) => i % 2 === 0 || scale === 0 || isNormal(scale));
}
