// Constant layouts of the NEON kernels: output channels in blocks of 16, 8 and 4 (see runtime-c/internal/neon_filters.h), runs of one channel's
// weights side by side, and what the epilogue needs of four channels together. Changes no value a kernel computes.
import type { TensorData } from '../../ir/dtype.ts';
import type { KernelConstants } from '../kernel-def.ts';
import type { ParamValues } from '../program.ts';
import { patchIsContiguous, patchLength } from './conv.ts';
import { transformWeights } from './winograd.ts';
import { type FilterShape, float32Constant, int32Constant, int8Constant } from './wasm-packing.ts';

/** Output pixels that a NEON filter computes together. */
const PIXELS = 4;
/** Pixels gathered at once where a patch has at most so many bytes. */
const SMALL_PATCHES = 16;
const SMALL_PATCH = 256;
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
const F32_WIDEST = 16;

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

/** Where each packed weight comes from in [out_c][length], -1 for zeros: [group][block][length/run][channel][run]; the rest lies in runs of `fill` where
 * one is enough. */
function filterOrder({ groups, channels, length }: FilterShape, { widest, run, fill }: NeonLayout): Int32Array {
  const rounded = roundUp(length, fill);
  const order = new Int32Array(groups * roundUp(channels, LANES) * rounded).fill(-1);
  let at = 0;
  for (let group = 0; group < groups; group++) {
    let first = 0;
    for (const block of channelBlocks(channels, widest)) {
      for (let c = 0; c < Math.min(block, channels - first); c++) {
        const from = (group * channels + first + c) * length;
        for (let k = 0; k < length; k++) {
          const side = k < rounded - (rounded % run) ? run : fill;
          order[at + (k - (k % side)) * block + c * side + (k % side)] = from + k;
        }
      }
      at += block * rounded;
      first += block;
    }
  }
  return order;
}

/** Elements of `w` in some order, zeros where it says -1. */
function inOrder<T extends Int8Array | Float32Array>(order: Int32Array, w: T, packed: T): T {
  for (let i = 0; i < order.length; i++) packed[i] = w[order[i] ?? -1] ?? 0;
  return packed;
}

export function packFilters(w: Int8Array, shape: FilterShape, layout: NeonLayout): Int8Array {
  const order = filterOrder(shape, layout);
  return inOrder(order, w, new Int8Array(order.length));
}

/** Runs of one element: [group][block][length][channel], written without an order beside them, because float weights may be hundreds of megabytes. */
function packFloats(w: Float32Array, { groups, channels, length }: FilterShape): Float32Array {
  const packed = new Float32Array(groups * roundUp(channels, LANES) * length);
  let at = 0;
  for (let group = 0; group < groups; group++) {
    let first = 0;
    for (const block of channelBlocks(channels, F32_WIDEST)) {
      const filters = Math.min(block, channels - first);
      const from = (group * channels + first) * length;
      for (let k = 0; k < length; k++) {
        for (let c = 0; c < filters; c++) packed[at + k * block + c] = w[from + c * length + k] ?? 0;
      }
      at += block * length;
      first += block;
    }
  }
  return packed;
}

/** Constants of a float convolution or fully connected layer. */
export function packFloat(constants: KernelConstants, shape: FilterShape): Record<string, TensorData> {
  return { ...constants, w: packFloats(float32Constant(constants, 'w'), shape), bias: packFloats(float32Constant(constants, 'bias'), { ...shape, length: 1 }) };
}

/** Constants of a float convolution on transformed tiles: the filters of each of 36 points, and the biases followed by zeros. */
export function packWinograd(constants: KernelConstants, outC: number, inC: number): Record<string, TensorData> {
  const points = transformWeights(float32Constant(constants, 'w'), outC, inC);
  const bias = new Float32Array(2 * outC);
  bias.set(float32Constant(constants, 'bias'));
  return { ...constants, w: packFloats(points, { groups: 36, channels: outC, length: inC }), bias };
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

/** Bits that accumulators are shifted by, so that T = 32 - pre_shift + s is at least 32 beyond them: 0 where all real multipliers lie below one half. */
function leftShift(requant: Int32Array, p: ParamValues): number {
  return requant.reduce((most, value, i) => (i % 3 === 2 ? Math.max(most, (p['pre_shift'] ?? 0) - value) : most), 0);
}

/** {bias, M, s} -> {bias, M, 31 - T - bits shifted}. */
function roundingShifts(requant: Int32Array, p: ParamValues): Int32Array {
  const left = leftShift(requant, p);
  return requant.map((value, i) => (i % 3 === 2 ? (p['pre_shift'] ?? 0) - 1 - value - left : value));
}

/** The bits that accumulators are shifted by in the first of four entries, then the channels. */
function withHead(requant: Int32Array, p: ParamValues, channels: Int32Array): Int32Array {
  const table = new Int32Array(LANES + channels.length);
  table[0] = leftShift(requant, p);
  table.set(channels, LANES);
  return table;
}

/** {bias, M, s} triples as a table with head, four channels together. */
export function packRequantOf4(requant: Int32Array, p: ParamValues, shape: FilterShape): Int32Array {
  return withHead(requant, p, packFieldsOf4(roundingShifts(requant, p), 3, shape));
}

/** Constants of a depthwise convolution that writes int8. */
export function packDepthwiseInt8(p: ParamValues, constants: KernelConstants): Record<string, TensorData> {
  const requant = int32Constant(constants, 'requant');
  const { w, entries } = packDepthwise(int8Constant(constants, 'w'), roundingShifts(requant, p), p['out_c'] ?? 0);
  return { ...constants, w, requant: withHead(requant, p, entries) };
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

/** Blocks of a depthwise convolution: `wide` channels, then half as many, or four where there are too few; the last block may begin inside the block before it. */
export function depthwiseBlocks(channels: number, wide: number): ChannelRange[] {
  const narrow = channels < wide / 2 ? LANES : wide / 2;
  const blocks: ChannelRange[] = [];
  let first = 0;
  for (; first + wide <= channels; first += wide) blocks.push({ first, channels: wide });
  for (; first < channels; first += narrow) blocks.push({ first: Math.min(first, channels - narrow), channels: narrow });
  return blocks;
}

const WIDE_INT8 = 16;
const WIDE_F32 = 8;

/** Channel by channel, each read from an input channel of its own, in windows that are not too large. */
export function isPlainDepthwise(p: ParamValues): boolean {
  return p['in_c'] === p['out_c'] && (p['out_c'] ?? 0) >= LANES && (p['kernel_h'] ?? 0) * (p['kernel_w'] ?? 0) <= MOST_TAPS;
}

/** Where each packed weight comes from in [tap][channel]: [block][tap][channel]. */
function depthwiseOrder(blocks: readonly ChannelRange[], channels: number, taps: number): Int32Array {
  return Int32Array.from(blocks.flatMap((b) => Array.from({ length: taps * b.channels }, (_, i) => Math.floor(i / b.channels) * channels + b.first + (i % b.channels))));
}

/** Weights, and entries of the channels per block, four channels together. */
export function packDepthwise(w: Int8Array, entries: Int32Array, channels: number): { w: Int8Array; entries: Int32Array } {
  const fields = entries.length / channels;
  const blocks = depthwiseBlocks(channels, WIDE_INT8);
  const packed = blocks.flatMap((b) => [...packFieldsOf4(entries.subarray(b.first * fields, (b.first + b.channels) * fields), fields, { groups: 1, channels: b.channels, length: 1 })]);
  return { w: Int8Array.from(depthwiseOrder(blocks, channels, w.length / channels), (from) => w[from] ?? 0), entries: Int32Array.from(packed) };
}

/** Constants of a float depthwise convolution. */
export function packDepthwiseF32(constants: KernelConstants, channels: number): Record<string, TensorData> {
  const [w, bias] = [float32Constant(constants, 'w'), float32Constant(constants, 'bias')];
  const blocks = depthwiseBlocks(channels, WIDE_F32);
  return {
    ...constants,
    w: Float32Array.from(depthwiseOrder(blocks, channels, w.length / channels), (from) => w[from] ?? 0),
    bias: Float32Array.from(depthwiseOrder(blocks, channels, 1), (from) => bias[from] ?? 0),
  };
}

/** Bytes of gathered patches, where patches do not lie together in the input, and room for the vector that ends the last one. */
function scratchOf(p: ParamValues, elementBytes: number): number {
  if (patchIsContiguous(p)) return 0;
  const slot = roundUp(patchLength(p), 16) * elementBytes;
  return (p['groups'] === 1 && slot <= SMALL_PATCH ? SMALL_PATCHES : PIXELS) * slot + 16;
}

export function patchScratch(p: ParamValues): number {
  return scratchOf(p, 1);
}

/** As patchScratch, of floats. */
export function patchScratchF32(p: ParamValues): number {
  return scratchOf(p, 4);
}
