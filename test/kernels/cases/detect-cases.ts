// Positions that are computed: at edges, far outside, infinite and no numbers at all; regions without area, and boxes of equal score.
import { type KernelCase, eighths, floatData } from './kernel-case.ts';

const WILD = [-1, 1, 0, -1.5, 1.5, 3.25, -7.75, 1e30, -1e30, Infinity, -Infinity, NaN] as const;

function gridCases([mode, padding, align]: readonly [number, number, number], [depth, height, width]: readonly [number, number, number], rank: number): KernelCase {
  const [batch, channels, points] = [2, 3, 17];
  const grid = floatData(batch * points * rank, 10 * mode + padding, 1.2).map((v, i) => (i % 3 === 2 ? (WILD[Math.floor(i / 3) % WILD.length] ?? 0) : Math.round(64 * v) / 64));
  const params = { batch, channels, in_d: depth, in_h: height, in_w: width, points, rank, mode, padding, align_corners: align };
  const elements = batch * channels * depth * height * width;
  return {
    name: `mode ${mode}, padding ${padding}, ${align ? 'corners' : 'centres'}, ${rank} dimensions`, kernel: 'grid_sample_f32', params,
    operands: { x: eighths(elements, 3 + mode), grid, y: new Float32Array(batch * channels * points) },
  };
}

const REGIONS = [0, 0, 3, 4, 1.25, 0.5, 6.5, 5.25, 2, 2, 2, 2, 5, 5, 1, 1, -3, -2, 9, 8, 20, 20, 30, 30];

function alignCases(samples: number, half: number, maximum: number, scale: number): KernelCase[] {
  const params = { batch: 2, channels: 3, in_h: 6, in_w: 7, regions: 6, out_h: 2, out_w: 3, samples, half_pixel: half, maximum, spatial_scale: scale };
  const operands = { x: eighths(252, 5), rois: Float32Array.from(REGIONS), y: new Float32Array(108) };
  const name = `${samples} samples, ${half ? 'half pixels' : 'whole pixels'}, ${maximum ? 'maximum' : 'average'}, scale ${scale}`;
  return [
    { name: `${name}, int32`, kernel: 'roi_align_f32', params, operands: { ...operands, indices: Int32Array.of(0, 1, 1, 0, -1, 9), indices64: null } },
    { name: `${name}, int64`, kernel: 'roi_align_f32', params, operands: { ...operands, indices: null, indices64: BigInt64Array.of(1n, 0n, 1n, 1n, -9n, 1n << 40n) } },
  ];
}

function poolCases(scale: number): KernelCase {
  const params = { batch: 2, channels: 3, in_h: 6, in_w: 7, regions: 6, out_h: 2, out_w: 4, spatial_scale: scale };
  const rois = Float32Array.from(REGIONS.flatMap((v, i) => (i % 4 === 0 ? [[0, 1, 1, -1, 7, NaN][i / 4] ?? 0, v] : [v])));
  return { name: `scale ${scale}`, kernel: 'max_roi_pool_f32', params, operands: { x: eighths(252, 6), rois, y: new Float32Array(144) } };
}

function suppressionCases(centred: number, most: number, iou: number, least: number): KernelCase {
  const [batch, classes, boxes] = [2, 3, 11];
  const corners = eighths(4 * batch * boxes, 8).map((v, i) => (i % 4 < 2 ? v : centred ? Math.abs(v) : v + 1.5));
  const scores = eighths(batch * classes * boxes, 9).map((v, i) => (i % 13 === 12 ? NaN : v));
  const params = { batch, classes, boxes, most, centred, iou_threshold: iou, score_threshold: least };
  return {
    name: `${centred ? 'centres' : 'corners'}, ${most} of a class, overlap ${iou}, above ${least}`, kernel: 'non_max_suppression', params,
    operands: { boxes: corners, scores, y: new BigInt64Array(3 * batch * classes * most) },
  };
}

export const DETECT_CASES: readonly KernelCase[] = [
  ...[0, 1, 2].flatMap((mode) => [0, 1, 2].flatMap((padding) => [0, 1].map((align) => gridCases([mode, padding, align], [1, 4, 5], 2)))),
  ...[0, 1, 2].flatMap((mode) => [gridCases([mode, 0, 0], [3, 2, 4], 3), gridCases([mode, 2, 1], [3, 1, 4], 3), gridCases([mode, 1, 0], [1, 1, 6], 1)]),
  ...[[0, 1, 0, 1], [0, 0, 0, 0.5], [2, 1, 1, 1], [3, 0, 1, 0.75]].flatMap(([samples = 0, half = 0, maximum = 0, scale = 1]) => alignCases(samples, half, maximum, scale)),
  poolCases(1), poolCases(0.5),
  suppressionCases(0, 11, 0.3, -3.4e38), suppressionCases(1, 3, 0.5, 0), suppressionCases(0, 1, 0, 1.5), suppressionCases(1, 11, 1, -1),
];
