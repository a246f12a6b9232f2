import { describe, expect, it } from 'vitest';
import { constant, graphOf, input, reference, rejection } from '../support/op-case.ts';
import { runFloat } from '../support/op-runner.ts';

const image = constant([2, 1, 4, 4], Array.from({ length: 32 }, (_, i) => i));

describe('MaxRoiPool', () => {
  it('takes the largest element of each bin, 0 outside of the image', () => {
    const at = (roi: readonly number[], spatial_scale = 1): number[] => reference('MaxRoiPool', [image, constant([1, 5], roi)], { attrs: { pooled_shape: [2, 2], spatial_scale } });
    expect(at([0, 0, 0, 3, 3])).toEqual([5, 7, 13, 15]);
    expect(at([1, 2, 2, 6, 6], 0.5)).toEqual([26, 27, 30, 31]);
    expect(at([9, 3, 3, 6, 6])).toEqual([31, 0, 0, 0]);
  });

  it('rejects what does not fit', () => {
    expect(rejection('MaxRoiPool', [image, input([1, 4])], { attrs: { pooled_shape: [1, 1] } })).toBe('f32 of shape [2,1,4,4] and rois of shape [1,4]; float [N,C,H,W] and [R,5] are expected');
    expect(rejection('MaxRoiPool', [image, input([1, 5])])).toBe("attribute 'pooled_shape' is missing");
    expect(rejection('MaxRoiPool', [image, input([1, 5])], { attrs: { pooled_shape: [0, 1] } })).toBe("attribute 'pooled_shape' is [0,1]; two positive sizes are expected");
  });

  it('is lowered', () => {
    const rois = constant([3, 5], [0, 0.5, 1, 5.5, 4, 1, 2, 2, 3, 7, 1, -1, 0, 9, 9]);
    expect(runFloat(graphOf('MaxRoiPool', [input([2, 3, 6, 7]), rois], { attrs: { pooled_shape: [3, 2] } }))).toEqual({ error: 0, kernels: ['max_roi_pool_f32'] });
  });
});
