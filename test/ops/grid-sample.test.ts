import { describe, expect, it } from 'vitest';
import { constant, graphOf, input, reference, rejection } from '../support/op-case.ts';
import { runFloat } from '../support/op-runner.ts';

const line = constant([1, 1, 1, 4], [1, 2, 3, 4]);

function sampled(x: readonly number[], attrs: Record<string, string | number>, opset = 20): number[] {
  return reference('GridSample', [line, constant([1, 1, x.length, 2], x.flatMap((v) => [v, 0]))], { attrs, opset });
}

describe('GridSample', () => {
  it('takes centres or corners as the ends of the image', () => {
    expect(sampled([-0.75, 0, 0.5], {})).toEqual([1, 2.5, 3.5]);
    expect(sampled([-1, 0, 1], { align_corners: 1 })).toEqual([1, 2.5, 4]);
  });

  it('reads zeros, the edge or a reflection outside', () => {
    expect(sampled([-1, 1.5], { padding_mode: 'zeros' })).toEqual([0.5, 0]);
    expect(sampled([-1, 1.5], { padding_mode: 'border' })).toEqual([1, 4]);
    expect(sampled([-1.5, 1.5], { padding_mode: 'reflection' })).toEqual([1.5, 3.5]);
  });

  it('has the names of modes of its opset, and half positions go to even', () => {
    expect(sampled([-0.5, 0], { mode: 'nearest' }, 16)).toEqual([1, 3]);
    expect(sampled([0], { mode: 'bicubic' }, 16)).toEqual([2.5]);
    expect(sampled([0], { mode: 'cubic' })).toEqual([2.5]);
  });

  it('rejects grids that do not fit', () => {
    expect(rejection('GridSample', [line, input([1, 1, 1, 3])], { opset: 20 })).toBe('f32 of shape [1,1,1,4] and a grid of shape [1,1,1,3]; float of one to three dimensions behind batch and channels, and a grid of as many coordinates, are expected');
    expect(rejection('GridSample', [line, input([1, 1, 1, 2])], { opset: 20, attrs: { mode: 'area' } })).toBe('attribute \'mode\' must be one of nearest, linear, bilinear, cubic, bicubic, found "area"');
  });

  it.each([
    [[2, 3, 4, 5], [2, 3, 6, 2], { mode: 'linear', padding_mode: 'border' }], [[1, 2, 5, 4], [1, 3, 3, 2], { mode: 'cubic', padding_mode: 'reflection', align_corners: 1 }],
    [[2, 2, 3, 4, 5], [2, 2, 3, 2, 3], { mode: 'linear' }], [[2, 3, 8], [2, 5, 1], { mode: 'nearest' }],
  ])('is lowered: %j by %j, %j', (shape, grid, attrs) => {
    expect(runFloat(graphOf('GridSample', [input(shape), input(grid)], { attrs, opset: 20 })).error).toBeLessThan(1e-5);
  });
});
