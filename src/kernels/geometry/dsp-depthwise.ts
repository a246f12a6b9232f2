// Tiles of the depthwise kernels in runtime-c/kernels/dsp: which axis of the image their rows run along, how large they are, how weights are packed.
// Twin of runtime-c/internal/dsp_depthwise_s8_core.h; changes no value a kernel computes.
import { ALIGNMENT, type ParamValues } from '../program.ts';
import { tileDistance } from './overlap.ts';

/** Elements of a row of a tile, and most rows. */
const PITCH = 32;
const MOST_ROWS = 14;
/** {bias, M, addend, s, step} of one channel, behind its weights. */
const FACTOR_BYTES = 20;
/** Outputs at the end of a row are computed in pairs and fours; what they read behind the tile. */
const SLACK_BYTES = 16;

interface Axis {
  readonly out: number;
  readonly kernel: number;
  readonly stride: number;
}

interface Axes {
  readonly along: Axis;
  readonly across: Axis;
  /** Rows of the tile are columns of the image. */
  readonly upright: boolean;
  /** Pairs of taps of a kernel row, without its last tap. */
  readonly pairs: number;
}

function axesOf(p: ParamValues): Axes {
  const axis = (side: 'h' | 'w'): Axis => ({ out: p[`out_${side}`] ?? 0, kernel: p[`kernel_${side}`] ?? 0, stride: p[`stride_${side}`] ?? 1 });
  const upright = (p['out_h'] ?? 0) > (p['out_w'] ?? 0);
  const [along, across] = upright ? [axis('h'), axis('w')] : [axis('w'), axis('h')];
  return { along, across, upright, pairs: Math.max(1, Math.floor(along.kernel / 2)) };
}

function outputsOfTile({ out, kernel, stride }: Axis, places: number): number {
  return Math.min(out, Math.floor((places - kernel) / stride) + 1);
}

export function supportsDepthwise(p: ParamValues): boolean {
  const { along, across } = axesOf(p);
  return p['dilation_h'] === 1 && p['dilation_w'] === 1 && along.stride <= 2 && along.kernel <= PITCH && across.kernel <= MOST_ROWS;
}

export function depthwiseScratchBytes(p: ParamValues): number {
  const { across, pairs } = axesOf(p);
  const rows = (outputsOfTile(across, MOST_ROWS) - 1) * across.stride + across.kernel;
  return 8 * pairs * across.kernel + FACTOR_BYTES + 2 * PITCH * rows + SLACK_BYTES;
}

/** One tile holds the whole image, so that the output may take its place channel by channel. */
export function depthwiseInPlace(p: ParamValues, operand: string): boolean {
  const { along, across } = axesOf(p);
  const same = p['in_c'] === p['out_c'] && p['in_h'] === p['out_h'] && p['in_w'] === p['out_w'];
  return operand === 'x' && same && outputsOfTile(along, PITCH) === along.out && outputsOfTile(across, MOST_ROWS) === across.out;
}

/** Distance at which an int8 output may grow over x: tile by tile, within a tile channel by channel. Where pixels divide ALIGNMENT, a channel is written
 *  only over that channel's input, which its tile has copied. */
export function depthwiseTileOverlap(p: ParamValues, operand: string): number | null {
  const { along, across, upright } = axesOf(p);
  const { in_c = 1, out_c = 1 } = p;
  if (operand !== 'x') return null;
  const tile = { upright, along: outputsOfTile(along, PITCH), across: outputsOfTile(across, MOST_ROWS) };
  return tileDistance(p, tile, in_c === out_c && ALIGNMENT % out_c === 0, { input: in_c, output: out_c });
}

/** [kernel_h][kernel_w][out_c] -> [out_c][rows][pairs] words of taps 2i, 2i + 1, 2i + 1, 2i + 2 of a row; taps that are not there are zero. */
export function packDepthwise(w: Int8Array, p: ParamValues): Int32Array {
  const { along, across, upright, pairs } = axesOf(p);
  const channels = p['out_c'] ?? 0;
  const packed = new Int8Array(4 * channels * across.kernel * pairs);
  const tap = (channel: number, row: number, i: number): number => {
    const position = upright ? i * across.kernel + row : row * along.kernel + i;
    return i < along.kernel ? (w[position * channels + channel] ?? 0) : 0;
  };
  for (let at = 0; at < packed.length; at++) {
    const word = at >> 2;
    const first = 2 * (word % pairs);
    const row = Math.floor(word / pairs) % across.kernel;
    packed[at] = tap(Math.floor(word / (pairs * across.kernel)), row, first + (((at & 3) + 1) >> 1));
  }
  return new Int32Array(packed.buffer);
}
