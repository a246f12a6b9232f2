// Scratch of the MVE convolutions and the order of their weights. Twin of runtime-c/internal/mve_strip.h and mve_conv2d_s8_core.h.
// A strip holds the input under a row of output pixels as [column][kernel_h][channels of a group], so that each patch is one run.
import type { ParamValues } from '../program.ts';
import { patchIsContiguous, patchLength } from './conv.ts';
import { RUN, type RunShape } from './mve-packing.ts';

const STRIP_BYTES = 1024;

export function runShape(p: ParamValues): RunShape {
  const groups = p['groups'] ?? 1;
  return { groups, channels: (p['out_c'] ?? 0) / groups, length: patchLength(p) };
}

function roundUp(bytes: number): number {
  return Math.ceil(bytes / RUN) * RUN;
}

/** Strips hold neighbouring columns: taps of a row must be neighbours. */
export function stripSupports(p: ParamValues): boolean {
  return patchIsContiguous(p) || p['dilation_w'] === 1 || p['kernel_w'] === 1;
}

export function stripScratchBytes(p: ParamValues): number {
  if (patchIsContiguous(p)) return 0;
  const run = roundUp(patchLength(p));
  const channels = (p['in_c'] ?? 0) / (p['groups'] ?? 1);
  const step = (p['stride_w'] ?? 1) * (p['kernel_h'] ?? 1) * channels;
  const most = STRIP_BYTES < run + step ? 2 : 2 * Math.floor((Math.floor((STRIP_BYTES - run) / step) + 1) / 2);
  return roundUp(channels) + (Math.min(most, p['out_w'] ?? 1) - 1) * step + run;
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
