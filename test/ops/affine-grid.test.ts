import { describe, expect, it } from 'vitest';
import { constant, graphOf, input, ints, reference, rejection } from '../support/op-case.ts';
import { runFloat } from '../support/op-runner.ts';

describe('AffineGrid', () => {
  it('maps the coordinates of pixels, their centres or the corners of the image', () => {
    const shift = constant([1, 2, 3], [1, 0, 0.5, 0, 2, 0]);
    expect(reference('AffineGrid', [shift, ints(1, 1, 2, 2)], { opset: 20 })).toEqual([0, -1, 1, -1, 0, 1, 1, 1]);
    expect(reference('AffineGrid', [shift, ints(1, 1, 2, 2)], { opset: 20, attrs: { align_corners: 1 } })).toEqual([-0.5, -2, 1.5, -2, -0.5, 2, 1.5, 2]);
    expect(reference('AffineGrid', [shift, ints(1, 1, 1, 1)], { opset: 20, attrs: { align_corners: 1 } })).toEqual([0.5, 0]);
  });

  it('rejects sizes and matrices that do not fit', () => {
    expect(rejection('AffineGrid', [input([1, 2, 3]), ints(1, 2, 2)])).toBe('size [1,2,2] must be [N,C,H,W] or [N,C,D,H,W]');
    expect(rejection('AffineGrid', [input([1, 2, 3]), ints(2, 1, 2, 2)])).toBe('theta has shape [1,2,3]; [2,2,3] is expected');
  });

  it.each([[[2, 2, 3], [2, 5, 3, 4]], [[2, 3, 4], [2, 1, 2, 3, 2]]])('is a product with constant coordinates: %j', (theta, size) => {
    expect(runFloat(graphOf('AffineGrid', [input(theta), ints(...size)], { opset: 20 })).error).toBeLessThan(1e-6);
  });
});
