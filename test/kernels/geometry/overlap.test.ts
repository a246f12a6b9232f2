// The stated distance against a replay of every read and write: with it no byte is read after it was written, with one byte less some byte is.
import { describe, expect, it } from 'vitest';
import type { ParamValues } from '../../../src/kernels/program.ts';
import { type ReadOrder, type Tile, INT8, convOverlap, depthwiseOverlap, pixelDistance, tileDistance } from '../../../src/kernels/geometry/overlap.ts';
import { random } from '../cases/kernel-case.ts';

interface Shape extends ParamValues {
  readonly batch: number;
  readonly in_h: number;
  readonly in_w: number;
  readonly in_c: number;
  readonly out_h: number;
  readonly out_w: number;
  readonly out_c: number;
}

function randomShape(next: () => number): Shape {
  const pick = (most: number): number => 1 + Math.floor(next() * most);
  const side = (): { in: number; kernel: number; stride: number; dilation: number; before: number; out: number } => {
    const [kernel, stride, dilation] = [pick(4), pick(3), pick(2)];
    const [before, after] = [Math.floor(next() * kernel), Math.floor(next() * kernel)];
    const size = (kernel - 1) * dilation + pick(7);
    return { in: size, kernel, stride, dilation, before, out: Math.floor((size + before + after - (kernel - 1) * dilation - 1) / stride) + 1 };
  };
  const [h, w] = [side(), side()];
  return {
    batch: pick(2), in_h: h.in, in_w: w.in, in_c: pick(5), out_h: h.out, out_w: w.out, out_c: pick(9), kernel_h: h.kernel, kernel_w: w.kernel,
    stride_h: h.stride, stride_w: w.stride, dilation_h: h.dilation, dilation_w: w.dilation, pad_top: h.before, pad_left: w.before, groups: 1,
  };
}

/** Input pixels inside the image that output pixel `i` reads. */
function readsOf(p: Shape, i: number): number[] {
  const [image, row, column] = [Math.floor(i / (p.out_h * p.out_w)), Math.floor(i / p.out_w) % p.out_h, i % p.out_w];
  const pixels: number[] = [];
  for (let a = 0; a < (p['kernel_h'] ?? 0); a++) {
    for (let b = 0; b < (p['kernel_w'] ?? 0); b++) {
      const y = row * (p['stride_h'] ?? 0) - (p['pad_top'] ?? 0) + a * (p['dilation_h'] ?? 0);
      const x = column * (p['stride_w'] ?? 0) - (p['pad_left'] ?? 0) + b * (p['dilation_w'] ?? 0);
      if (y >= 0 && y < p.in_h && x >= 0 && x < p.in_w) pixels.push((image * p.in_h + y) * p.in_w + x);
    }
  }
  return pixels;
}

/** Whether some byte of the input, which begins `distance` bytes above the output, is read after it was written, steps being `step` pixels. */
function spoils(p: Shape, order: ReadOrder, step: number, distance: number): boolean {
  const written = new Uint8Array(distance + p.batch * Math.max(p.in_h * p.in_w * p.in_c, p.out_h * p.out_w * p.out_c) + 1);
  const pixels = p.batch * p.out_h * p.out_w;
  for (let first = 0; first < pixels; first += step) {
    const last = Math.min(pixels, first + step);
    const write = (): void => void written.fill(1, first * p.out_c, last * p.out_c);
    const reads = Array.from({ length: last - first }, (_, i) => readsOf(p, first + i)).flat();
    if (order !== 'before') write();
    if (reads.some((pixel) => written.subarray(distance + pixel * p.in_c, distance + (pixel + 1) * p.in_c).includes(1))) return true;
    write();
  }
  return false;
}

/** The output pixels of each tile, in order. */
function tilesOf(p: Shape, { upright, along, across }: Tile): number[][] {
  const tiles: number[][] = [];
  const [outer, inner] = upright ? [p.out_w, p.out_h] : [p.out_h, p.out_w];
  for (let image = 0; image < p.batch; image++) {
    for (let first = 0; first < outer; first += across) {
      for (let second = 0; second < inner; second += along) {
        const pixels: number[] = [];
        for (let a = first; a < Math.min(outer, first + across); a++) {
          for (let b = second; b < Math.min(inner, second + along); b++) pixels.push((image * p.out_h + (upright ? b : a)) * p.out_w + (upright ? a : b));
        }
        tiles.push(pixels);
      }
    }
  }
  return tiles;
}

/** As spoils, by tiles. */
function tileSpoils(p: Shape, tile: Tile, before: boolean, distance: number): boolean {
  const written = new Uint8Array(distance + p.batch * Math.max(p.in_h * p.in_w * p.in_c, p.out_h * p.out_w * p.out_c) + 1);
  return tilesOf(p, tile).some((pixels) => {
    const write = (): void => pixels.forEach((i) => written.fill(1, i * p.out_c, (i + 1) * p.out_c));
    if (!before) write();
    const lost = pixels.flatMap((i) => readsOf(p, i)).some((pixel) => written.subarray(distance + pixel * p.in_c, distance + (pixel + 1) * p.in_c).includes(1));
    write();
    return lost;
  });
}

describe('overlap', () => {
  it.each([true, false])('no byte is lost by tiles, read before they are written: %s', (before) => {
    const next = random(23);
    let tight = 0;
    for (let round = 0; round < 400; round++) {
      const p = randomShape(next);
      const tile = { upright: next() < 0.5, along: 1 + Math.floor(next() * 6), across: 1 + Math.floor(next() * 4) };
      const distance = tileDistance(p, tile, before, { input: p.in_c, output: p.out_c });
      expect(tileSpoils(p, tile, before, distance)).toBe(false);
      if (distance > 0 && tileSpoils(p, tile, before, distance - 1)) tight += 1;
    }
    expect(tight).toBeGreaterThan(20);
  });

  it.each<[string, ReadOrder, number]>([
    ['read before a step of two pixels is written', 'before', 2],
    ['read before a step of four pixels is written', 'before', 4],
    ['read while one pixel is written', { pixels: 1 }, 1],
    ['read while two pixels are written', { pixels: 2 }, 2],
    ['read while four pixels are written', { pixels: 4 }, 4],
  ])('no byte is lost: %s', (_, order, step) => {
    const next = random(17);
    let tight = 0;
    for (let round = 0; round < 400; round++) {
      const p = randomShape(next);
      const distance = pixelDistance(p, order, { input: p.in_c, output: p.out_c });
      expect(spoils(p, order, step, distance)).toBe(false);
      if (distance > 0 && spoils(p, order, step, distance - 1)) tight += 1;
    }
    expect(tight).toBeGreaterThan(20);
  });

  const pointwise = { ...randomShape(random(1)), batch: 1, in_h: 6, in_w: 5, out_h: 6, out_w: 5, in_c: 8, out_c: 8, kernel_h: 1, kernel_w: 1, stride_h: 1, stride_w: 1, dilation_h: 1, dilation_w: 1, pad_top: 0, pad_left: 0 };

  it('is nothing where patches are copied first, two pixels where they are read in place', () => {
    expect(convOverlap(INT8)(pointwise, 'x')).toBe(0);
    expect(convOverlap(INT8, 2)(pointwise, 'x')).toBe(16);
    expect(convOverlap({ input: 1, output: 4 })({ ...pointwise, out_c: 2 }, 'x')).toBe(0);
  });

  it('is a row and two pixels for a 3x3 window over a padded image', () => {
    const p = { ...pointwise, kernel_h: 3, kernel_w: 3, pad_top: 1, pad_left: 1 };
    expect(depthwiseOverlap(INT8)(p, 'x')).toBe((5 + 1 + 1) * 8);
    expect(depthwiseOverlap(INT8, () => 5)(p, 'x')).toBe((5 + 5 + 1) * 8);
  });

  it('does not exist for other operands and for groups, which read the input more than once', () => {
    expect(convOverlap(INT8)(pointwise, 'residual')).toBeNull();
    expect(depthwiseOverlap(INT8)(pointwise, 'w')).toBeNull();
    expect(convOverlap(INT8)({ ...pointwise, groups: 2 }, 'x')).toBeNull();
  });
});
