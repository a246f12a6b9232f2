// Sizes that follow from convolution params: patch length, contiguity, multiply-accumulates.
// Twin of runtime-c/internal/conv_geometry.h: planner, checker and C agree on scratch through these formulas.
import type { ParamValues } from '../program.ts';

/** Elements of one input patch of one group: kernel_h * kernel_w * in_c / groups. */
export function patchLength(p: ParamValues): number {
  return (p['kernel_h'] ?? 0) * (p['kernel_w'] ?? 0) * ((p['in_c'] ?? 0) / (p['groups'] ?? 1));
}

/** Whether no tap of any output pixel falls outside the input. */
export function touchesNoPadding(p: ParamValues): boolean {
  const lastRow = ((p['out_h'] ?? 0) - 1) * (p['stride_h'] ?? 1) + ((p['kernel_h'] ?? 1) - 1) * (p['dilation_h'] ?? 1);
  const lastColumn = ((p['out_w'] ?? 0) - 1) * (p['stride_w'] ?? 1) + ((p['kernel_w'] ?? 1) - 1) * (p['dilation_w'] ?? 1);
  return p['pad_top'] === 0 && p['pad_left'] === 0 && lastRow < (p['in_h'] ?? 0) && lastColumn < (p['in_w'] ?? 0);
}

/** Whether every patch is one run of the input, so that kernels read it in place and need no scratch. */
export function patchIsContiguous(p: ParamValues): boolean {
  if (!touchesNoPadding(p)) return false;
  if (p['kernel_h'] === 1 && p['kernel_w'] === 1) return true;
  if (p['groups'] !== 1 || (p['kernel_w'] !== 1 && p['dilation_w'] !== 1)) return false;
  return p['kernel_h'] === 1 || (p['kernel_w'] === p['in_w'] && p['dilation_h'] === 1);
}

/** Multiply-accumulates of a convolution; without `groups` each output channel sees every input channel. */
export function convMacs(p: ParamValues): number {
  return outputPixels(p) * (p['out_c'] ?? 0) * patchLength(p);
}

/** Multiply-accumulates of a depthwise convolution. */
export function depthwiseMacs(p: ParamValues): number {
  return outputPixels(p) * (p['out_c'] ?? 0) * (p['kernel_h'] ?? 0) * (p['kernel_w'] ?? 0);
}

export function fullyConnectedMacs(p: ParamValues): number {
  return (p['batch'] ?? 0) * (p['in_c'] ?? 0) * (p['out_c'] ?? 0);
}

function outputPixels(p: ParamValues): number {
  return (p['batch'] ?? 0) * (p['out_h'] ?? 0) * (p['out_w'] ?? 0);
}
