import { describe, expect, it } from 'vitest';
import { constant, graphOf, input, reference, rejection } from '../support/op-case.ts';
import { runFloat, withIndices } from '../support/op-runner.ts';

const image = constant([1, 1, 4, 4], Array.from({ length: 16 }, (_, i) => i));
const first = constant([1], [0], 'i64');

describe('RoiAlign', () => {
  it('averages bilinear samples, or takes their largest weighted neighbour', () => {
    const at = (attrs: Record<string, string | number>, opset: number): number[] => reference('RoiAlign', [image, constant([1, 4], [1, 1, 3, 3]), first], { attrs: { output_height: 1, output_width: 2, sampling_ratio: 1, ...attrs }, opset });
    expect(at({}, 10)).toEqual([9.5, 10.5]);
    expect(at({}, 16)).toEqual([7, 8]);
    expect(at({ coordinate_transformation_mode: 'output_half_pixel' }, 16)).toEqual([9.5, 10.5]);
    expect(at({ mode: 'max' }, 10)).toEqual([5, 5.5]);
    expect(at({ spatial_scale: 0.5 }, 10)).toEqual([4.75, 5.25]);
  });

  it('rejects what does not fit', () => {
    expect(rejection('RoiAlign', [image, input([2, 4]), first])).toBe('f32 of shape [1,1,4,4], rois of shape [2,4] and batch_indices of shape [1]; float [N,C,H,W], [R,4] and [R] are expected');
    expect(rejection('RoiAlign', [image, input([1, 4]), first], { attrs: { output_height: 0 } })).toBe('output 0x1 with sampling_ratio 0 is not usable');
  });

  it.each(['avg', 'max'])('is lowered: %s', (mode) => {
    const rois = constant([3, 4], [0.5, 1, 5.5, 4, 2, 2, 3, 7, -1, 0, 9, 9]);
    const graph = graphOf('RoiAlign', [input([2, 3, 6, 7]), rois, input([3], undefined, 'i64')], { attrs: { mode, output_height: 2, output_width: 3 }, opset: 16 });
    const run = runFloat(graph, withIndices(graph, { x2: [0, 1, 9] }));
    expect(run.kernels).toEqual(['roi_align_f32']);
    expect(run.error).toBeLessThan(1e-5);
  });
});
