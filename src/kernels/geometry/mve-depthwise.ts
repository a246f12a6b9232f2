// Weights and scratch of the MVE depthwise convolutions: windows of at most 3x3 as words of lines by position;
// larger ones are cut into such.
// Twin of runtime-c/internal/mve_depthwise_s8_core.h.
import type { ParamValues } from '../program.ts';
import { tileDistance } from './overlap.ts';

const LINES = 4;
const POSITION_BYTES = 64;
const CHANNELS = 16;
const OUTPUTS = 32;
const WINDOW_BYTES = 16;
/** Rows and columns of a window that one instruction multiplies. */
const SIDE = 3;
const MOST_TAPS = 9;

export function windowSupports(p: ParamValues): boolean {
  const { in_c, out_c, kernel_h = 0, kernel_w = 0, stride_h = 0, stride_w } = p;
  return in_c === out_c && kernel_h <= MOST_TAPS && kernel_w <= MOST_TAPS && (p['dilation_h'] === 1 || kernel_h === 1) && (p['dilation_w'] === 1 || kernel_w === 1) && stride_h === stride_w && stride_h <= 2;
}

/** Positions run along the longer side of the output. */
function byRows(p: ParamValues): boolean {
  return (p['out_h'] ?? 0) > (p['out_w'] ?? 0);
}

/** How many windows make up the kernel, along positions and across them. */
function windowsOf(p: ParamValues): { readonly along: number; readonly across: number } {
  const [rows, columns] = [p['kernel_h'] ?? 1, p['kernel_w'] ?? 1].map((taps) => Math.ceil(taps / SIDE));
  return byRows(p) ? { along: rows ?? 1, across: columns ?? 1 } : { along: columns ?? 1, across: rows ?? 1 };
}

/** Along a strip. */
function mostOutputs(p: ParamValues): number {
  return Math.floor(OUTPUTS / (windowsOf(p).across > 1 ? 2 : 1) / (p['stride_h'] ?? 1));
}

export function windowScratchBytes(p: ParamValues): number {
  const stride = p['stride_h'] ?? 1;
  const { along, across } = windowsOf(p);
  const outputs = 2 * Math.ceil(Math.min(byRows(p) ? (p['out_h'] ?? 0) : (p['out_w'] ?? 0), mostOutputs(p)) / 2);
  return across * (outputs * stride + LINES + SIDE * (along - 1)) * POSITION_BYTES + 4 * 2 * outputs + CHANNELS;
}

/** Distance at which an int8 output may grow over x: strip by strip, which a strip of more than 16 channels reads and writes in turns. */
export function windowOverlap(p: ParamValues, operand: string): number | null {
  const { stride_h: stride = 1, in_c = 0, out_c = 0 } = p;
  const tile = { upright: byRows(p), along: mostOutputs(p), across: stride === 1 ? 2 : 1 };
  return operand === 'x' ? tileDistance(p, tile, out_c <= CHANNELS, { input: in_c, output: out_c }) : null;
}

/**
 * [kernel_h][kernel_w][channels] -> [0][channels][windows across][windows along][0 0 0 0 | 3 positions of 3 lines and a 0][16 zeros]: read from one
 * byte earlier a window is shifted by a line, from four bytes earlier by a position.
 */
export function packWindows(w: Int8Array, p: ParamValues): Int8Array {
  const { out_c: channels = 0, kernel_h: height = 0, kernel_w: width = 0 } = p;
  const { along, across } = windowsOf(p);
  const packed = new Int8Array((channels * along * across + 1) * WINDOW_BYTES);
  for (let channel = 0; channel < channels; channel++) {
    for (let tap = 0; tap < height * width; tap++) {
      const [row, column] = [Math.floor(tap / width), tap % width];
      const [position, line] = byRows(p) ? [row, column] : [column, row];
      const window = (channel * across + Math.floor(line / SIDE)) * along + Math.floor(position / SIDE);
      packed[1 + window * WINDOW_BYTES + LINES * ((position % SIDE) + 1) + (line % SIDE)] = w[tap * channels + channel] ?? 0;
    }
  }
  return packed;
}
