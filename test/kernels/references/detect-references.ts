// What the kernels for computed positions compute: those of operators whose record has the definition call that, region by region.
import { samplePoint } from '../../../src/ops/shared/grid-sample.ts';
import maxRoiPool from '../../../src/ops/max-roi-pool.ts';
import nonMaxSuppression from '../../../src/ops/non-max-suppression.ts';
import roiAlign from '../../../src/ops/roi-align.ts';
import type { DType, TensorData } from '../../../src/ir/dtype.ts';
import { type Tensor, makeTensor } from '../../../src/ir/tensor.ts';
import type { OpDef } from '../../../src/ops/op-def.ts';
import type { Params, Reference } from './kernel-references.ts';

function floats(data: TensorData | null | undefined): number[] {
  return Array.from((data ?? []) as ArrayLike<number>);
}

function tensor(dtype: DType, shape: readonly number[], data: TensorData | null | undefined): Tensor {
  return makeTensor(dtype, shape, data ?? new Float32Array());
}

function evaluate(def: OpDef, attrs: Record<string, number | boolean>, inputs: readonly Tensor[], shape: readonly number[]): TensorData {
  return def.reference?.({ attrs, inputs, outputs: [{ dtype: 'f32', shape }] })[0]?.data ?? new Float32Array();
}

function image(p: Params, x: TensorData | null | undefined): Tensor {
  return tensor('f32', [p.get('batch'), p.get('channels'), p.get('in_h'), p.get('in_w')], x);
}

function pooled(p: Params): number[] {
  return [p.get('regions'), p.get('channels'), p.get('out_h'), p.get('out_w')];
}

export const DETECT_REFERENCES: Readonly<Record<string, Reference>> = {
  grid_sample_f32: (p, { x, grid }) => {
    const [channels, points, rank] = [p.get('channels'), p.get('points'), p.get('rank')];
    const size = [p.get('in_d'), p.get('in_h'), p.get('in_w')].slice(3 - rank);
    const elements = size.reduce((a, b) => a * b, 1);
    const [values, places] = [floats(x), floats(grid)];
    const sampling = { mode: p.get('mode'), padding: p.get('padding'), alignCorners: p.get('align_corners') !== 0 };
    return Float32Array.from({ length: p.get('batch') * channels * points }, (_, i) => {
      const plane = Math.floor(i / points);
      const at = (Math.floor(plane / channels) * points + (i % points)) * rank;
      return samplePoint(sampling, size, places.slice(at, at + rank), (element) => values[plane * elements + element] ?? 0);
    });
  },
  roi_align_f32: (p, { x, rois, indices, indices64 }) => {
    const attrs = { max: p.get('maximum') !== 0, height: p.get('out_h'), width: p.get('out_w'), samples: p.get('samples'), spatialScale: p.get('spatial_scale'), halfPixel: p.get('half_pixel') !== 0 };
    const entries = indices ? tensor('i32', [p.get('regions')], indices) : tensor('i64', [p.get('regions')], indices64);
    return evaluate(roiAlign, attrs, [image(p, x), tensor('f32', [p.get('regions'), 4], rois), entries], pooled(p));
  },
  max_roi_pool_f32: (p, { x, rois }) => {
    const attrs = { height: p.get('out_h'), width: p.get('out_w'), spatialScale: p.get('spatial_scale') };
    return evaluate(maxRoiPool, attrs, [image(p, x), tensor('f32', [p.get('regions'), 5], rois)], pooled(p));
  },
  non_max_suppression: (p, { boxes, scores }) => {
    const [batch, classes, count] = [p.get('batch'), p.get('classes'), p.get('boxes')];
    const attrs = { centred: p.get('centred') !== 0, most: p.get('most'), overlap: p.get('iou_threshold'), least: p.get('score_threshold') };
    return evaluate(nonMaxSuppression, attrs, [tensor('f32', [batch, count, 4], boxes), tensor('f32', [batch, classes, count], scores)], [batch * classes * p.get('most'), 3]);
  },
};
