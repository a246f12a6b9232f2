// How far below its input an output must begin so that a kernel may write it over what it has read already. Found by walking the output pixels in
// the order in which kernels compute them; holds for kernels that finish pixel after pixel, or steps of a few neighbouring pixels, in ascending order.
import type { ParamValues } from '../program.ts';
import { patchIsContiguous } from './conv.ts';

/** When the pixels of one step are read: before any of the step is written, or at any time within steps of at most `pixels` pixels. */
export type ReadOrder = 'before' | { readonly pixels: number };

/** Bytes per element. */
export interface ElementBytes {
  readonly input: number;
  readonly output: number;
}

/** For each output pixel the lowest input pixel that it or a later one reads; one entry more, for after the last. */
function lowestReads(p: ParamValues): Float64Array {
  const { batch = 1, in_h = 1, in_w = 1, out_h = 1, out_w = 1, stride_h = 1, stride_w = 1, pad_top = 0, pad_left = 0 } = p;
  const lowest = new Float64Array(batch * out_h * out_w + 1).fill(Infinity);
  for (let i = lowest.length - 2; i >= 0; i--) {
    const image = Math.floor(i / (out_h * out_w));
    const row = Math.max(0, (Math.floor(i / out_w) % out_h) * stride_h - pad_top);
    const column = Math.max(0, (i % out_w) * stride_w - pad_left);
    lowest[i] = Math.min(lowest[i + 1] ?? Infinity, (image * in_h + row) * in_w + column);
  }
  return lowest;
}

/** Largest amount by which written bytes run ahead of bytes that are still to be read. Pixels of `p` have the given bytes. */
export function pixelDistance(p: ParamValues, order: ReadOrder, pixelBytes: ElementBytes): number {
  const lowest = lowestReads(p);
  const behind = order === 'before' ? 0 : order.pixels;
  let distance = 0;
  for (let written = 1; written < lowest.length; written++) {
    distance = Math.max(distance, written * pixelBytes.output - (lowest[Math.max(0, written - behind)] ?? Infinity) * pixelBytes.input);
  }
  return distance;
}

export type Overlap = (params: ParamValues, operand: string) => number | null;

export const INT8: ElementBytes = { input: 1, output: 1 };

/** Of operand x of a depthwise convolution that computes whole pixels, or runs of at most as many as `pixels` says. */
export function depthwiseOverlap(bytes: ElementBytes, pixels: (p: ParamValues) => number = () => 1): Overlap {
  return (p, operand) => {
    const { in_c = 0, out_c = 0 } = p;
    return operand === 'x' ? pixelDistance(p, { pixels: pixels(p) }, { input: in_c * bytes.input, output: out_c * bytes.output }) : null;
  };
}

/** Of operand x of a convolution that copies patches before it writes, save, where `inPlace` is given, those that are runs of the input: these are
 *  read in place in steps of that many pixels. Groups read the whole input once each, so that nothing may overlap. */
export function convOverlap(bytes: ElementBytes, inPlace?: number): Overlap {
  return (p, operand) => {
    const { in_c = 0, out_c = 0, groups } = p;
    if (operand !== 'x' || groups !== 1) return null;
    const order = inPlace !== undefined && patchIsContiguous(p) ? { pixels: inPlace } : 'before';
    return pixelDistance(p, order, { input: in_c * bytes.input, output: out_c * bytes.output });
  };
}

/** Outputs that a kernel computes in one step: `along` the rows of a tile, `across` of them; rows of the tile are columns of the image where it is upright.
 *  Tiles follow each other along, then across. */
export interface Tile {
  readonly upright: boolean;
  readonly along: number;
  readonly across: number;
}

interface Step {
  /** End of the highest output pixel written. */
  readonly written: number;
  /** Lowest input pixel read. */
  readonly read: number;
}

function tileSteps(p: ParamValues, { upright, along, across }: Tile): Step[] {
  const { batch = 1, in_h = 1, in_w = 1, out_h = 1, out_w = 1, stride_h = 1, stride_w = 1, pad_top = 0, pad_left = 0 } = p;
  const [outer, inner] = upright ? [out_w, out_h] : [out_h, out_w];
  const steps: Step[] = [];
  for (let image = 0; image < batch; image++) {
    for (let first = 0; first < outer; first += across) {
      for (let second = 0; second < inner; second += along) {
        const [row, column] = upright ? [second, first] : [first, second];
        const [lastRow, lastColumn] = upright ? [Math.min(out_h, row + along), Math.min(out_w, column + across)] : [Math.min(out_h, row + across), Math.min(out_w, column + along)];
        const read = (image * in_h + Math.max(0, row * stride_h - pad_top)) * in_w + Math.max(0, column * stride_w - pad_left);
        steps.push({ written: (image * out_h + lastRow - 1) * out_w + lastColumn, read });
      }
    }
  }
  return steps;
}

/** As pixelDistance for kernels that go by tiles; `before`: no byte of a tile's input is overwritten before the tile has read it. */
export function tileDistance(p: ParamValues, tile: Tile, before: boolean, pixelBytes: ElementBytes): number {
  const steps = tileSteps(p, tile);
  const lowest = new Array<number>(steps.length + 1).fill(Infinity);
  for (let i = steps.length - 1; i >= 0; i--) lowest[i] = Math.min(lowest[i + 1] ?? Infinity, steps[i]?.read ?? Infinity);
  let [written, distance] = [0, 0];
  steps.forEach((step, i) => {
    written = Math.max(written, step.written);
    distance = Math.max(distance, written * pixelBytes.output - (lowest[before ? i + 1 : i] ?? Infinity) * pixelBytes.input);
  });
  return distance;
}
