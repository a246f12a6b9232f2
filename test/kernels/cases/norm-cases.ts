// Normalization cases: one element, single rows, groups of one and of several channels, more elements than a block of a sum, in place.
import { type KernelCase, floatClamp, floatData } from './kernel-case.ts';

type Shape = readonly [batch: number, pixels: number, groups: number, width: number];

const GROUPS: readonly Shape[] = [[1, 1, 1, 1], [3, 1, 1, 7], [2, 1, 1, 200], [1, 9, 5, 1], [2, 70, 3, 1], [2, 6, 2, 4], [1, 33, 3, 5]];

function groupCases([batch, pixels, groups, width]: Shape, seed: number): KernelCase[] {
  const count = batch * pixels * groups * width;
  const params = { batch, pixels, groups, width, centred: seed % 3 === 0 ? 0 : 1, epsilon: Math.fround(seed % 2 ? 1e-5 : 1e-2), ...floatClamp(seed) };
  const x = floatData(count, seed, 3).map((v) => v + 1);
  const scale = seed % 4 === 0 ? null : floatData(groups * width, seed + 1);
  const one = { name: JSON.stringify([batch, pixels, groups, width]), kernel: 'group_norm_f32', params, operands: { x, scale, bias: seed % 5 === 0 ? null : floatData(groups * width, seed + 2), y: new Float32Array(count) } };
  return [one, { ...one, name: `${one.name} in place`, inPlace: 'x' }];
}

function momentCases(rows: number, cols: number, seed: number): KernelCase[] {
  return [0, 1].map((inverse) => ({
    name: `${rows}x${cols} ${inverse}`, kernel: 'row_moments_f32', params: { rows, cols, inverse, epsilon: Math.fround(1e-3) },
    operands: { x: floatData(rows * cols, seed).map((v) => v + 1), y: new Float32Array(rows) },
  }));
}

function responseCase(rows: number, channels: number, size: number, quarters: number): KernelCase {
  const params = { rows, channels, size, quarters, alpha_per_element: Math.fround(0.3 / size), bias: 1.5 };
  return { name: `${rows}x${channels} over ${size}, ${quarters} quarters`, kernel: 'local_response_norm_f32', params, operands: { x: floatData(rows * channels, 480 + size), y: new Float32Array(rows * channels) } };
}

export const NORM_CASES: readonly KernelCase[] = [
  ...GROUPS.flatMap((shape, i) => groupCases(shape, 470 + i)),
  ...momentCases(1, 1, 490), ...momentCases(3, 70, 491),
  responseCase(1, 1, 1, 3), responseCase(3, 8, 5, 3), responseCase(2, 5, 4, 2), responseCase(2, 3, 7, 7), responseCase(2, 4, 2, 4), responseCase(1, 4, 3, 0),
];
