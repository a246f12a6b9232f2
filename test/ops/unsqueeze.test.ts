import { describe, expect, it } from 'vitest';
import { graphOf, input, ints, reference, rejection, shapeAfter } from '../support/op-case.ts';
import { runFloat, runInt8 } from '../support/op-runner.ts';

const x = input([3, 2], [1, 2, 3, 4, 5, 6]);

describe('Unsqueeze', () => {
  it('reads axes from an attribute up to opset 12 and from an input later', () => {
    expect(shapeAfter('Unsqueeze', [x], { opset: 11, attrs: { axes: [0, 3] } })).toEqual([1, 3, 2, 1]);
    expect(shapeAfter('Unsqueeze', [x, ints(-1, 1)])).toEqual([3, 1, 2, 1]);
    expect(reference('Unsqueeze', [x, ints(0)])).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('rejects axes that are missing, repeat or lie outside the result', () => {
    expect(rejection('Unsqueeze', [x])).toBe('axes are missing');
    expect(rejection('Unsqueeze', [x, ints(0, -4)])).toBe('axes [0,-4] repeat');
    expect(rejection('Unsqueeze', [x, ints(3)])).toBe('axis 3 is outside a tensor of rank 3');
  });

  it('is lowered', () => {
    expect(runFloat(graphOf('Unsqueeze', [x, ints(1)])).error).toBe(0);
    expect(runInt8(graphOf('Unsqueeze', [x, ints(1)])).steps).toBeLessThan(0.51);
  });
});
