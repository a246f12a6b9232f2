// Constant layouts of the NEON kernels: output channels in blocks of 16, 8 and 4 (see runtime-c/internal/neon_filters.h), runs of one channel's
// weights side by side, and what the epilogue needs of four channels together. Changes no value a kernel computes.
import type { TensorData } from '../../ir/dtype.ts';
import type { KernelConstants } from '../kernel-def.ts';
import type { ParamValues } from '../program.ts';
import { patchIsContiguous, patchLength } from './conv.ts';
import { type FilterShape, int32Constant, int8Constant } from './wasm-packing.ts';

/** Output pixels that a NEON filter computes together. */
const PIXELS = 4;
const LANES = 4;

export interface NeonLayout {
  /** Channels of the largest block: 16 or 4. */
  readonly widest: number;
  /** Weights of one channel side by side. */
  readonly run: number;
  /** Lengths are filled up to a multiple of it with zeros. */
  readonly fill: number;
}

export const DOT_LAYOUT: NeonLayout = { widest: 16, run: 4, fill: 4 };
export const I8MM_LAYOUT: NeonLayout = { widest: 16, run: 8, fill: 8 };
export const MUL_LAYOUT: NeonLayout = { widest: 4, run: 16, fill: 8 };

/** Filters and patch length of a convolution. */
export function filterShape(p: ParamValues): FilterShape {
  const groups = p['groups'] ?? 1;
  return { groups, channels: (p['out_c'] ?? 0) / groups, length: patchLength(p) };
}

/** Filters of a fully connected layer. */
export function matrixShape(p: ParamValues): FilterShape {
  return { groups: 1, channels: p['out_c'] ?? 0, length: p['in_c'] ?? 0 };
}

/** Sizes of the blocks that `channels` are cut into. */
export function channelBlocks(channels: number, widest: number): number[] {
  const blocks: number[] = [];
  for (let left = channels; left > 0; left -= blocks.at(-1) ?? left) {
    blocks.push(left >= widest ? widest : left >= 8 && widest > 8 ? 8 : LANES);
  }
  return blocks;
}

function roundUp(value: number, step: number): number {
  return Math.ceil(value / step) * step;
}

/** [out_c][length] -> [group][block][length/run][channel][run]; the rest lies in runs of `fill` where one is enough. */
export function packFilters(w: Int8Array, { groups, channels, length }: FilterShape, { widest, run, fill }: NeonLayout): Int8Array {
  const rounded = roundUp(length, fill);
  const packed = new Int8Array(groups * roundUp(channels, LANES) * rounded);
  let at = 0;
  for (let group = 0; group < groups; group++) {
    let first = 0;
    for (const block of channelBlocks(channels, widest)) {
      for (let c = 0; c < Math.min(block, channels - first); c++) {
        const from = (group * channels + first + c) * length;
        for (let k = 0; k < length; k++) {
          const side = k < rounded - (rounded % run) ? run : fill;
          packed[at + (k - (k % side)) * block + c * side + (k % side)] = w[from + k] ?? 0;
        }
      }
      at += block * rounded;
      first += block;
    }
  }
  return packed;
}

/** Per-channel entries of `fields` numbers -> [group][channel/4][field][4], zeros where there is no channel. */
export function packFieldsOf4(entries: Int32Array, fields: number, { groups, channels }: FilterShape): Int32Array {
  const perGroup = Math.ceil(channels / LANES) * LANES * fields;
  const packed = new Int32Array(groups * perGroup);
  for (let channel = 0; channel < groups * channels; channel++) {
    const inGroup = channel % channels;
    const at = Math.floor(channel / channels) * perGroup + Math.floor(inGroup / LANES) * LANES * fields + (inGroup % LANES);
    for (let field = 0; field < fields; field++) packed[at + field * LANES] = entries[channel * fields + field] ?? 0;
  }
  return packed;
}

/** {bias, M, s} -> {bias, M, 31 - T}, T = 32 - pre_shift + s. */
export function withoutPreShift(requant: Int32Array, p: ParamValues): Int32Array {
  return requant.map((value, i) => (i % 3 === 2 ? (p['pre_shift'] ?? 0) - 1 - value : value));
}

/** withoutPreShift, four channels together. */
export function packRequantOf4(requant: Int32Array, p: ParamValues, shape: FilterShape): Int32Array {
  return packFieldsOf4(withoutPreShift(requant, p), 3, shape);
}

/** Whether the pre-shift can go: a real multiplier below one half in every channel. */
export function needsNoPreShift(p: ParamValues, constants: KernelConstants): boolean {
  return int32Constant(constants, 'requant').every((value, i) => i % 3 !== 2 || value >= (p['pre_shift'] ?? 0));
}

/** Whether two products of one lane fit 16 bits: no weight is -128. */
export function fitsInPairs(constants: KernelConstants): boolean {
  return !int8Constant(constants, 'w').includes(-128);
}

/** Constants of a convolution or fully connected layer that writes int8. */
export function packInt8(p: ParamValues, constants: KernelConstants, options: { shape: FilterShape; layout: NeonLayout }): Record<string, TensorData> {
  const { shape, layout } = options;
  return { ...constants, w: packFilters(int8Constant(constants, 'w'), shape, layout), requant: packRequantOf4(int32Constant(constants, 'requant'), p, shape) };
}

/** Constants of one that writes float. */
export function packFloatOutput(constants: KernelConstants, options: { shape: FilterShape; layout: NeonLayout }): Record<string, TensorData> {
  const { shape, layout } = options;
  return { ...constants, w: packFilters(int8Constant(constants, 'w'), shape, layout), channel: packFieldsOf4(int32Constant(constants, 'channel'), 2, shape) };
}

/** Constants of a convolution that adds a residual: {bias, M} per channel. */
export function packSum(constants: KernelConstants, options: { shape: FilterShape; layout: NeonLayout }): Record<string, TensorData> {
  const { shape, layout } = options;
  return { ...constants, w: packFilters(int8Constant(constants, 'w'), shape, layout), requant: packFieldsOf4(int32Constant(constants, 'requant'), 2, shape) };
}

/** Most taps of a depthwise window. */
const MOST_TAPS = 49;

export interface ChannelRange {
  readonly first: number;
  readonly channels: number;
}

/** Blocks of a depthwise convolution: 16 channels, then 8; the last block of 8 may begin inside the block before it. */
export function depthwiseBlocks(channels: number): ChannelRange[] {
  const blocks: ChannelRange[] = [];
  let first = 0;
  for (; first + 16 <= channels; first += 16) blocks.push({ first, channels: 16 });
  for (; first < channels; first += 8) blocks.push({ first: Math.min(first, channels - 8), channels: 8 });
  return blocks;
}

/** Channel by channel, each read from an input channel of its own, in windows that are not too large. */
export function isPlainDepthwise(p: ParamValues): boolean {
  return p['in_c'] === p['out_c'] && (p['out_c'] ?? 0) >= 8 && (p['kernel_h'] ?? 0) * (p['kernel_w'] ?? 0) <= MOST_TAPS;
}

/** Weights [tap][channel] -> [block][tap][channel], entries of the channels per block, four channels together. */
export function packDepthwise(w: Int8Array, entries: Int32Array, channels: number): { w: Int8Array; entries: Int32Array } {
  const fields = entries.length / channels;
  const blocks = depthwiseBlocks(channels);
  const weights = blocks.flatMap((b) => Array.from({ length: w.length / channels }, (_, tap) => [...w.subarray(tap * channels + b.first, tap * channels + b.first + b.channels)]).flat());
  const packed = blocks.flatMap((b) => [...packFieldsOf4(entries.subarray(b.first * fields, (b.first + b.channels) * fields), fields, { groups: 1, channels: b.channels, length: 1 })]);
  return { w: Int8Array.from(weights), entries: Int32Array.from(packed) };
}

/** Gathered patches, where patches do not lie together in the input, and room for the vector that ends the last one. */
export function patchScratch(p: ParamValues): number {
  return patchIsContiguous(p) ? 0 : PIXELS * roundUp(patchLength(p), 16) + 16;
}
