import { describe, expect, it } from 'vitest';
import { graphOf, input, ints, reference, rejection, shapeAfter } from '../support/op-case.ts';
import { runFloat, runInt8 } from '../support/op-runner.ts';

const x = input([1, 3, 1, 2], [1, 2, 3, 4, 5, 6]);

describe('Squeeze', () => {
  it('reads axes from an attribute up to opset 12 and from an input later', () => {
    expect(shapeAfter('Squeeze', [x], { opset: 11, attrs: { axes: [0] } })).toEqual([3, 1, 2]);
    expect(shapeAfter('Squeeze', [x, ints(0, -2)])).toEqual([3, 2]);
  });

  it('removes every unit dimension by default', () => {
    expect(shapeAfter('Squeeze', [x])).toEqual([3, 2]);
    expect(reference('Squeeze', [x])).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('rejects wide dimensions and axes outside the tensor', () => {
    expect(rejection('Squeeze', [x, ints(1)])).toBe('dimension 1 of [1,3,1,2] is not 1');
    expect(rejection('Squeeze', [x, ints(4)])).toBe('axis 4 is outside a tensor of rank 4');
  });

  it('is lowered', () => {
    expect(runFloat(graphOf('Squeeze', [x])).error).toBe(0);
    expect(runInt8(graphOf('Squeeze', [x])).steps).toBeLessThan(0.51);
  });
});
