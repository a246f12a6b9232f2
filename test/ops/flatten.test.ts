import { describe, expect, it } from 'vitest';
import { graphOf, input, reference, rejection, shapeAfter } from '../support/op-case.ts';
import { runFloat, runInt8 } from '../support/op-runner.ts';

describe('Flatten', () => {
  it('makes a matrix, split before axis', () => {
    const x = input([2, 3, 4]);
    const shapes = [undefined, 0, 2, 3, -1].map((axis) => shapeAfter('Flatten', [x], axis === undefined ? {} : { attrs: { axis } }));
    expect(shapes).toEqual([[2, 12], [1, 24], [6, 4], [24, 1], [6, 4]]);
    expect(reference('Flatten', [x])).toEqual(Array.from(x.tensor.data, Number));
  });

  it('rejects an axis outside the tensor', () => {
    expect(rejection('Flatten', [input([2, 3])], { attrs: { axis: 3 } })).toBe('axis 3 is outside a tensor of rank 2');
  });

  it('is lowered to no copy but between graph input and output', () => {
    const graph = graphOf('Flatten', [input([2, 3, 5])]);
    expect(runFloat(graph)).toEqual({ error: 0, kernels: ['copy_nd_32'] });
    expect(runInt8(graph).steps).toBeLessThan(0.51);
  });
});
