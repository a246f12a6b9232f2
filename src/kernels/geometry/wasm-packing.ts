// Constant layouts of the WebAssembly kernels: output channels in blocks of eight lanes, blocks filled up with zeros.
// Counterpart of runtime-c/internal/wasm_requantize.h and runtime-c/kernels/wasm; changes no value a kernel computes.
import { invariant } from '../../diagnostics/diagnostic.ts';
import type { TensorData } from '../../ir/dtype.ts';
import type { KernelConstants } from '../kernel-def.ts';
import type { ParamValues } from '../program.ts';

export const LANES = 8;

/** Channels of one group, the groups, and the weights per channel. */
export interface FilterShape {
  readonly groups: number;
  readonly channels: number;
  readonly length: number;
}

function constant(constants: KernelConstants, name: string): TensorData {
  const data = constants[name];
  invariant(data !== undefined, `kernel constant '${name}' is missing`);
  return data;
}

export function int8Constant(constants: KernelConstants, name: string): Int8Array {
  const data = constant(constants, name);
  invariant(data instanceof Int8Array, `kernel constant '${name}' is not int8`);
  return data;
}

export function int32Constant(constants: KernelConstants, name: string): Int32Array {
  const data = constant(constants, name);
  invariant(data instanceof Int32Array, `kernel constant '${name}' is not int32`);
  return data;
}

export function float32Constant(constants: KernelConstants, name: string): Float32Array {
  const data = constant(constants, name);
  invariant(data instanceof Float32Array, `kernel constant '${name}' is not float32`);
  return data;
}

function blocksOf(channels: number): number {
  return Math.ceil(channels / LANES);
}

/** [out_c][length] -> [group][block][length/2][8][2]: pairs of weights of one channel side by side. */
export function packPairs(w: Int8Array, { groups, channels, length }: FilterShape): Int8Array {
  const pairs = Math.ceil(length / 2);
  const blockBytes = pairs * LANES * 2;
  const groupBytes = blocksOf(channels) * blockBytes;
  const packed = new Int8Array(groups * groupBytes);
  for (let channel = 0; channel < groups * channels; channel++) {
    const inGroup = channel % channels;
    const block = Math.floor(channel / channels) * groupBytes + Math.floor(inGroup / LANES) * blockBytes;
    for (let k = 0; k < length; k++) {
      packed[block + ((k >> 1) * LANES + (inGroup % LANES)) * 2 + (k & 1)] = w[channel * length + k] ?? 0;
    }
  }
  return packed;
}

/** [out_c][length] -> [group][block][length][8]. */
export function packLanes(w: Float32Array, { groups, channels, length }: FilterShape): Float32Array {
  const blocks = blocksOf(channels);
  const packed = new Float32Array(groups * blocks * length * LANES);
  for (let channel = 0; channel < groups * channels; channel++) {
    const inGroup = channel % channels;
    const block = Math.floor(channel / channels) * blocks + Math.floor(inGroup / LANES);
    for (let k = 0; k < length; k++) {
      packed[(block * length + k) * LANES + (inGroup % LANES)] = w[channel * length + k] ?? 0;
    }
  }
  return packed;
}

/** {bias, M} pairs -> [group][block][bias | M][8]. */
export function packChannels(requant: Int32Array, { groups, channels }: FilterShape): Int32Array {
  const blocks = blocksOf(channels);
  const packed = new Int32Array(groups * blocks * 2 * LANES);
  for (let channel = 0; channel < groups * channels; channel++) {
    const inGroup = channel % channels;
    const at = (Math.floor(channel / channels) * blocks + Math.floor(inGroup / LANES)) * 2 * LANES + (inGroup % LANES);
    packed[at] = requant[2 * channel] ?? 0;
    packed[at + LANES] = requant[2 * channel + 1] ?? 0;
  }
  return packed;
}

/** {bias, M, s} triples -> [group][block][bias | M | offset | 2^(31-s)][8]; offset = (zp << s) + (1 << (s-1)). */
export function packRequant(requant: Int32Array, p: ParamValues, { groups, channels }: FilterShape): Int32Array {
  const blocks = blocksOf(channels);
  const packed = new Int32Array(groups * blocks * 4 * LANES);
  for (let channel = 0; channel < groups * channels; channel++) {
    const inGroup = channel % channels;
    const at = (Math.floor(channel / channels) * blocks + Math.floor(inGroup / LANES)) * 4 * LANES + (inGroup % LANES);
    const shift = requant[3 * channel + 2] ?? 1;
    packed[at] = requant[3 * channel] ?? 0;
    packed[at + LANES] = requant[3 * channel + 1] ?? 0;
    packed[at + 2 * LANES] = (2 * (p['out_zero_point'] ?? 0) + 1) << (shift - 1);
    packed[at + 3 * LANES] = 2 ** (31 - shift);
  }
  return packed;
}
