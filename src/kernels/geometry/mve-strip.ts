// Scratch of the MVE convolutions and the order of their weights. Twin of runtime-c/internal/mve_strip.h and mve_conv_walk.h.
// A strip holds the input under a row of output pixels as [column][kernel_h][channels of a group], so that each patch is one run.
import type { KernelConstants } from '../kernel-def.ts';
import type { ParamValues } from '../program.ts';
import { patchIsContiguous, patchLength } from './conv.ts';
import { LANES, RUN, type RunShape } from './mve-packing.ts';
import { type ElementBytes, type Overlap, convOverlap } from './overlap.ts';
import { float32Constant, packLanes } from './wasm-packing.ts';

/** Bytes of an element; how large strips may be; pixels computed together; to how many bytes the last patch is filled up. */
export interface StripKind {
  readonly element: number;
  readonly bytes: number;
  readonly tile: number;
  readonly run: number;
}

export const INT8_STRIP: StripKind = { element: 1, bytes: 1024, tile: 2, run: RUN };
export const FLOAT_STRIP: StripKind = { element: 4, bytes: 4096, tile: 3, run: 4 };

export function runShape(p: ParamValues): RunShape {
  const groups = p['groups'] ?? 1;
  return { groups, channels: (p['out_c'] ?? 0) / groups, length: patchLength(p) };
}

function roundUp(bytes: number, unit: number): number {
  return Math.ceil(bytes / unit) * unit;
}

/** Strips hold neighbouring columns: taps of a row must be neighbours. */
export function stripSupports(p: ParamValues): boolean {
  return patchIsContiguous(p) || p['dilation_w'] === 1 || p['kernel_w'] === 1;
}

/** Padding of one pixel, and the strip: patches a step apart, of which the last one is filled up. */
export function stripScratchBytes(p: ParamValues, kind: StripKind): number {
  if (patchIsContiguous(p)) return 0;
  const run = roundUp(patchLength(p) * kind.element, kind.run);
  const group = ((p['in_c'] ?? 0) / (p['groups'] ?? 1)) * kind.element;
  const step = (p['stride_w'] ?? 1) * (p['kernel_h'] ?? 1) * group;
  const fit = kind.bytes < run ? 0 : Math.floor((kind.bytes - run) / step) + 1;
  const pixels = Math.max(kind.tile, fit - (fit % kind.tile));
  return roundUp(group, RUN) + (Math.min(pixels, p['out_w'] ?? 1) - 1) * step + run;
}

/** Distance at which the output may grow over x: strips are copied first; patches that are runs of x are read while two pixels are written, and again at
 *  the end for what does not fill four channels. */
export function stripOverlap(bytes: ElementBytes): Overlap {
  return (p, operand) => (patchIsContiguous(p) && (p['out_c'] ?? 0) % LANES !== 0 ? null : convOverlap(bytes, 2)(p, operand));
}

/** Index in [kernel_h][kernel_w][channels] of element k of a patch in a strip, [kernel_w][kernel_h][channels]. */
export function stripOrder(p: ParamValues): (k: number) => number {
  if (patchIsContiguous(p)) return (k) => k;
  const channels = (p['in_c'] ?? 0) / (p['groups'] ?? 1);
  const [height, width] = [p['kernel_h'] ?? 1, p['kernel_w'] ?? 1];
  return (k) => {
    const tap = Math.floor(k / channels);
    return ((tap % height) * width + Math.floor(tap / height)) * channels + (k % channels);
  };
}

/** Float weights in the order of a strip, [group][channels/8][length][8], and biases likewise. */
export function packStripLanes(p: ParamValues, constants: KernelConstants): KernelConstants {
  const shape = runShape(p);
  const w = float32Constant(constants, 'w');
  const order = stripOrder(p);
  const ordered = w.map((_, i) => w[i - (i % shape.length) + order(i % shape.length)] ?? 0);
  return { ...constants, w: packLanes(ordered, shape), bias: packLanes(float32Constant(constants, 'bias'), { ...shape, length: 1 }) };
}
