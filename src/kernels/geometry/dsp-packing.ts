// Constant layouts of the kernels in runtime-c/kernels/dsp and dsp-offset: weights of two channels in one halfword, in the order in which runtime-c/internal/dsp_gather.h
// widens inputs; requantization with its addend computed. Changes no value a kernel computes.
import type { KernelConstants } from '../kernel-def.ts';
import type { ParamValues } from '../program.ts';
import { patchIsContiguous, patchLength } from './conv.ts';
import { type FilterShape, int8Constant } from './wasm-packing.ts';

const QUAD = 4;

/** Kernel rows of a patch, 1 where it is one run of the input, and elements of a row. */
interface PatchRows {
  readonly rows: number;
  readonly length: number;
}

export function patchRows(p: ParamValues): PatchRows {
  const rows = patchIsContiguous(p) ? 1 : (p['kernel_h'] ?? 0);
  return { rows, length: patchLength(p) / rows };
}

/** Quads of a patch: the whole ones of each row, then what is left over. */
export function quadsOf({ rows, length }: PatchRows): number {
  return rows * Math.floor(length / QUAD) + Math.ceil((rows * (length % QUAD)) / QUAD);
}

/** The element of the patch that each place of its quads takes; -1 for places filled with zero. */
export function quadOrder({ rows, length }: PatchRows): readonly number[] {
  const whole = length - (length % QUAD);
  const inRow = (from: number, to: number): number[] => Array.from({ length: rows }, (_, row) => Array.from({ length: to - from }, (_unused, i) => row * length + from + i)).flat();
  const order = [...inRow(0, whole), ...inRow(whole, length)];
  return [...order, ...Array.from({ length: QUAD * quadsOf({ rows, length }) - order.length }, () => -1)];
}

/** Whether 256 * c1 + c0 of every two neighbouring channels fits 16 bits; it does unless c1 is -128. */
export function fitsDualWeights(w: Int8Array, { groups, channels, length }: FilterShape): boolean {
  for (let channel = 0; channel < groups * channels; channel++) {
    if ((channel % channels) % 2 === 0) continue;
    for (let k = 0; k < length; k++) {
      if (256 * (w[channel * length + k] ?? 0) + (w[(channel - 1) * length + k] ?? 0) < -32768) return false;
    }
  }
  return true;
}

/** Where the weights of two channels begin, null where there is no second, and what is added to the first. */
interface DualChannels {
  readonly low: number;
  readonly high: number | null;
  readonly offset: number;
}

/** Halfwords of the quads of one pair of channels; the second is zero where it is missing. Places 0, 2, 1, 3 of each quad. */
function dualQuads(w: Int8Array, { low, high, offset }: DualChannels, order: readonly number[]): Int16Array {
  const halves = new Int16Array(order.length);
  order.forEach((k, i) => {
    const at = (i & ~3) + ((i & 1) << 1) + ((i >> 1) & 1);
    if (k >= 0) halves[at] = 256 * (high === null ? 0 : (w[high + k] ?? 0)) + (w[low + k] ?? 0) + offset;
  });
  return halves;
}

/** [out_c][length] -> [group][channels / 2][quads][4] halfwords 256 * c1 + c0 + offset, `order` from quadOrder. With offset 128 they fit whatever the weights. */
export function packDual(w: Int8Array, { groups, channels, length }: FilterShape, order: readonly number[], offset = 0): Int32Array {
  const pairs = Math.ceil(channels / 2);
  const packed = new Int16Array(groups * pairs * order.length);
  for (let pair = 0; pair < groups * pairs; pair++) {
    const first = Math.floor(pair / pairs) * channels + 2 * (pair % pairs);
    const single = 2 * (pair % pairs) + 1 === channels;
    packed.set(dualQuads(w, { low: first * length, high: single ? null : (first + 1) * length, offset }, order), pair * order.length);
  }
  return new Int32Array(packed.buffer);
}

/** [out_c][length] -> [out_c / 4][quads][2][4] halfwords 256 * c1 + c0: for each half of a quad those of channels 0, 1 and those of 2, 3. */
export function packDualFours(w: Int8Array, channels: number, length: number): Int32Array {
  const order = quadOrder({ rows: 1, length });
  const packed = new Int32Array(Math.ceil(channels / 4) * order.length);
  for (let pair = 0; 2 * pair < channels; pair++) {
    const single = 2 * pair + 1 === channels;
    const words = new Int32Array(dualQuads(w, { low: 2 * pair * length, high: single ? null : (2 * pair + 1) * length, offset: 0 }, order).buffer);
    words.forEach((word, i) => (packed[(pair >> 1) * order.length + 2 * i + (pair & 1)] = word));
  }
  return packed;
}

/** Channels in blocks of `block` within each group, `from` words each to `to`; missing channels are zero. */
function packChannelWords(table: Int32Array, { groups, channels }: FilterShape, block: number, words: { readonly from: number; readonly to: (channel: Int32Array) => readonly number[] }): Int32Array {
  const stride = Math.ceil(channels / block) * block;
  const packed = Array.from({ length: groups * stride }, (_, i) => {
    const inGroup = i % stride;
    const channel = Math.floor(i / stride) * channels + inGroup;
    const row = inGroup < channels ? table.subarray(words.from * channel, words.from * (channel + 1)) : new Int32Array(words.from);
    return words.to(row);
  });
  return Int32Array.from(packed.flat());
}

/** {bias, M, s} -> {bias, M, (zp << s) + (1 << (s-1)), s}, channels filled up to multiples of `block`. */
export function packDspRequant(requant: Int32Array, p: ParamValues, shape: FilterShape, block: number): Int32Array {
  const to = ([bias = 0, multiplier = 0, shift = 0]: Int32Array): readonly number[] => [bias, multiplier, shift === 0 ? 0 : (2 * (p['out_zero_point'] ?? 0) + 1) << (shift - 1), shift];
  return packChannelWords(requant, shape, block, { from: 3, to });
}

/** Two words per channel as they are, channels filled up to multiples of `block`. */
export function packDspChannels(table: Int32Array, shape: FilterShape, block: number): Int32Array {
  return packChannelWords(table, shape, block, { from: 2, to: (channel) => [...channel] });
}

/** Output channels of a convolution by group. */
export function convFilterShape(p: ParamValues): FilterShape {
  const groups = p['groups'] ?? 1;
  return { groups, channels: (p['out_c'] ?? 0) / groups, length: patchLength(p) };
}

/** What the convolutions of the dsp folder have in common; each adds its own table of channels. */
export const DSP_CONV = {
  supports: (p: ParamValues, constants: KernelConstants): boolean => fitsDualWeights(int8Constant(constants, 'w'), convFilterShape(p)),
  weights: (p: ParamValues, constants: KernelConstants): Int32Array => packDual(int8Constant(constants, 'w'), convFilterShape(p), quadOrder(patchRows(p))),
  /** Two widened patches; where patches are not runs of the input, a kernel row of padding and a clipped one; left-over bytes of both patches. */
  scratchBytes: (p: ParamValues): number => {
    const { rows, length } = patchRows(p);
    const restBytes = QUAD * (quadsOf({ rows, length }) - rows * Math.floor(length / QUAD));
    return 4 * QUAD * quadsOf({ rows, length }) + 2 * restBytes + (patchIsContiguous(p) ? 0 : 2 * length);
  },
};

/** Two words more: what the sums of each patch start with. */
const START_BYTES = 8;

/** The same for weights of any value: the first of two channels is stored 128 higher. */
export const DSP_OFFSET_CONV = {
  weights: (p: ParamValues, constants: KernelConstants): Int32Array => packDual(int8Constant(constants, 'w'), convFilterShape(p), quadOrder(patchRows(p)), 128),
  scratchBytes: (p: ParamValues): number => DSP_CONV.scratchBytes(p) + START_BYTES,
};
