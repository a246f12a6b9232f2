// Winograd's F(4x4, 3x3) for float convolutions (Lavin and Gray, arXiv 1509.09308): when it is used, transformed weights, scratch.
// Twin of runtime-c/internal/neon_winograd_f32.h: winogradPays decides, on both sides.
import type { ParamValues } from '../program.ts';

const TILES = 8;
const POINTS = 6;

/** Rows of the weight transform. */
const G: readonly (readonly number[])[] = [
  [1 / 4, 0, 0], [-1 / 6, -1 / 6, -1 / 6], [-1 / 6, 1 / 6, -1 / 6], [1 / 24, 1 / 12, 1 / 6], [1 / 24, -1 / 12, 1 / 6], [0, 0, 1],
];

/** 3x3 at stride 1 with enough channels, whole vectors of them, and tiles of which at least half is used. */
export function winogradPays(p: ParamValues): boolean {
  const size = (name: string): number => p[name] ?? 0;
  const tiles = Math.ceil(size('out_h') / 4) * Math.ceil(size('out_w') / 4);
  const plain = ['kernel_h', 'kernel_w'].every((name) => p[name] === 3) && ['stride_h', 'stride_w', 'dilation_h', 'dilation_w', 'groups'].every((name) => p[name] === 1);
  const channels = ['in_c', 'out_c'].every((name) => size(name) >= 16 && size(name) % 4 === 0);
  return plain && channels && 8 * tiles <= size('out_h') * size('out_w');
}

/** [out_c][3][3][in_c] -> [36][out_c][in_c], G w G^T for each pair of channels. */
export function transformWeights(w: Float32Array, outC: number, inC: number): Float32Array {
  const result = new Float32Array(POINTS * POINTS * outC * inC);
  for (let pair = 0; pair < outC * inC; pair++) {
    const at = (tap: number): number => w[(Math.floor(pair / inC) * 9 + tap) * inC + (pair % inC)] ?? 0;
    const rows = G.map((row) => [0, 1, 2].map((j) => row.reduce((sum, g, i) => sum + g * at(3 * i + j), 0)));
    rows.forEach((row, i) => {
      G.forEach((column, j) => {
        result[(i * POINTS + j) * outC * inC + pair] = column.reduce((sum, g, k) => sum + g * (row[k] ?? 0), 0);
      });
    });
  }
  return result;
}

/** Transformed inputs and products of eight tiles, and one gathered window. */
export function winogradScratch(p: ParamValues): number {
  const [inC, outC] = [p['in_c'] ?? 0, p['out_c'] ?? 0];
  return 4 * POINTS * POINTS * (TILES * (inC + outC) + inC);
}
