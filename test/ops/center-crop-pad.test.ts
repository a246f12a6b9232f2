import { describe, expect, it } from 'vitest';
import { constant, graphOf, input, ints, reference, rejection, shapeAfter } from '../support/op-case.ts';
import { runFloat, runInt8 } from '../support/op-runner.ts';

const line = constant([5], [1, 2, 3, 4, 5]);

describe('CenterCropPad', () => {
  it('crops and pads around the centre, the odd element at the end', () => {
    const to = (size: number): number[] => reference('CenterCropPad', [line, ints(size)], { opset: 18 });
    expect(to(2)).toEqual([2, 3]);
    expect(to(3)).toEqual([2, 3, 4]);
    expect(to(8)).toEqual([0, 1, 2, 3, 4, 5, 0, 0]);
    expect(shapeAfter('CenterCropPad', [input([4, 5, 6]), ints(7, 2)], { opset: 18, attrs: { axes: [-1, 0] } })).toEqual([2, 5, 7]);
  });

  it('rejects shapes that do not fit the axes', () => {
    expect(rejection('CenterCropPad', [line, ints(2, 2)], { opset: 18 })).toBe('shape [2,2] must give a positive size for each of 1 axes');
  });

  it('is lowered', () => {
    const graph = graphOf('CenterCropPad', [input([4, 5, 6]), ints(7, 2, 6)], { opset: 18 });
    expect(runFloat(graph)).toEqual({ error: 0, kernels: ['fill_32', 'copy_nd_32'] });
    expect(runInt8(graph).steps).toBeLessThan(0.51);
  });
});
